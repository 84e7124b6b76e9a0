import { Pause, Play } from 'lucide-react';
import type { ReactElement } from 'react';
import { pausability } from '../../state/card-look.ts';
import { send } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** Pauses all downloads while any goes on, else lets all go on. */
export function AllButton(): ReactElement | undefined {
  const { downloads: words } = useStrings();
  const command = useAppState(({ transfers }) => {
    const states = Object.values(transfers).flatMap(({ queue }) => (queue ? [queue.state] : []));
    if (states.length < 2) return undefined;
    const commands = states.map(pausability);
    return commands.includes('pause') ? 'pause' : commands.find((each) => each !== undefined);
  });
  if (!command) return undefined;
  return (
    <Button
      tone="quiet"
      icon={command === 'pause' ? <Pause /> : <Play />}
      onClick={() => void send(command, {})}
    >
      {command === 'pause' ? words.pauseAll : words.resumeAll}
    </Button>
  );
}
