import type { ReactElement, SubmitEvent } from 'react';
import { GamesFolder } from '../../own-pc/games-folder.tsx';
import { OwnName } from '../../own-pc/own-name.tsx';
import { changeSettings } from '../../state/send.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { CoverWall } from './cover-wall.tsx';
import { FoundPeople } from './found-people.tsx';

/** The one screen of the first start: a name, a folder, and who is here already. */
export function FirstRun(): ReactElement {
  const { firstRun: words } = useStrings();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    changeSettings({ isSetUp: true });
  };
  return (
    <main className="first-run">
      <form className="first-run__form" onSubmit={submit}>
        <BrandMark className="first-run__mark" />
        <h1 className="first-run__title">{words.title}</h1>
        <p className="first-run__text">{words.text}</p>
        <OwnName label={words.name} autoFocus />
        <GamesFolder label={words.folder} />
        <FoundPeople />
        <Button type="submit" tone="go" size="large">
          {words.start}
        </Button>
        <p className="first-run__settle">{words.settle}</p>
      </form>
      <CoverWall />
    </main>
  );
}
