import { FolderOpen, RefreshCw } from 'lucide-react';
import type { ReactElement } from 'react';
import { changeSettings, send } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';
import { KeptField } from './kept-field.tsx';
import { Section } from './parts.tsx';

/** Who this PC is, and where its games are. */
export function OwnSettings(): ReactElement {
  const { settings: words } = useStrings();
  const name = useAppState(({ settings }) => settings.name);
  return (
    <Section title={words.you}>
      <KeptField
        label={words.name}
        hint={words.nameHint}
        maxLength={64}
        kept={name}
        onKeep={(typed) => {
          if (typed.trim() !== '') changeSettings({ name: typed.trim() });
        }}
      />
      <GamesFolder />
    </Section>
  );
}

function GamesFolder(): ReactElement {
  const { settings: words } = useStrings();
  const formats = useFormats();
  const folder = useAppState(({ self }) => self.gamesFolder);
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  return (
    <div className="folder">
      <span className="field__label">{words.folder}</span>
      <div className="folder__line">
        <span className="folder__path" title={folder}>
          {folder}
        </span>
        <Button
          icon={<FolderOpen />}
          onClick={() => {
            void send('choose-games-folder', {});
          }}
        >
          {words.change}
        </Button>
        <Button
          icon={<RefreshCw />}
          title={words.rescanHint}
          onClick={() => {
            void send('rescan', {});
          }}
        >
          {words.rescan}
        </Button>
      </div>
      {freeBytes !== null && (
        <p className="field__note">{words.freeSpace(formats.bytes(freeBytes))}</p>
      )}
    </div>
  );
}
