import { Pause, Play } from 'lucide-react';
import type { ReactElement } from 'react';
import { send } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** Stops giving games to others, or begins again. */
export function SharingButton(): ReactElement {
  const { downloads: words } = useStrings();
  const isSharing = useAppState(({ self }) => self.isSharing);
  return (
    <Button
      tone="quiet"
      icon={isSharing ? <Pause /> : <Play />}
      onClick={() => void send(isSharing ? 'pause-sharing' : 'resume-sharing', {})}
    >
      {isSharing ? words.pauseSharing : words.resumeSharing}
    </Button>
  );
}
