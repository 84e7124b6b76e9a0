import { FolderOpen } from 'lucide-react';
import { type ReactElement, type SubmitEvent, useState } from 'react';
import { changeSettings, send } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { CoverWall } from './cover-wall.tsx';
import { FoundPeople } from './found-people.tsx';

/** The one screen of the first start: a name, a folder, and who is here already. */
export function FirstRun(): ReactElement {
  const { firstRun: words } = useStrings();
  const kept = useAppState(({ settings }) => settings.name);
  const [name, setName] = useState(kept);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (name.trim() !== '') changeSettings({ name: name.trim(), isSetUp: true });
  };
  return (
    <main className="first-run">
      <form className="first-run__form" onSubmit={submit}>
        <BrandMark className="first-run__mark" />
        <h1 className="first-run__title">{words.title}</h1>
        <p className="first-run__text">{words.text}</p>
        <TextField
          label={words.name}
          autoFocus
          maxLength={64}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
        <Folder />
        <FoundPeople />
        <Button type="submit" tone="go" size="large" disabled={name.trim() === ''}>
          {words.start}
        </Button>
        <p className="first-run__settle">{words.settle}</p>
      </form>
      <CoverWall />
    </main>
  );
}

function Folder(): ReactElement {
  const { firstRun: words, settings } = useStrings();
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
          {settings.change}
        </Button>
      </div>
      {freeBytes !== null && (
        <p className="field__note">{settings.freeSpace(formats.bytes(freeBytes))}</p>
      )}
    </div>
  );
}
