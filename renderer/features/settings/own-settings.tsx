import { RefreshCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { GamesFolder } from '../../own-pc/games-folder.tsx';
import { OwnName } from '../../own-pc/own-name.tsx';
import { send } from '../../state/send.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from './parts.tsx';

/** Who this PC is, and where its games are. */
export function OwnSettings(): ReactElement {
  const { settings: words } = useStrings();
  return (
    <Section title={words.you}>
      <OwnName label={words.name} hint={words.nameHint} />
      <GamesFolder label={words.folder}>
        <Button
          icon={<RefreshCw />}
          title={words.rescanHint}
          onClick={() => {
            void send('rescan', {});
          }}
        >
          {words.rescan}
        </Button>
      </GamesFolder>
    </Section>
  );
}
