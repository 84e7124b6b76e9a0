import { FolderOpen } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { send } from '../state/send.ts';
import { useAppState } from '../state/use-app-state.ts';
import { useFormats, useStrings } from '../strings/use-strings.ts';
import { Button } from '../ui/button.tsx';

export interface GamesFolderProps {
  readonly label: string;
  /** More buttons beside the one that changes it. */
  readonly children?: ReactNode;
}

/** Where this PC's games are, how much space there is, and a way to choose another folder. */
export function GamesFolder({ label, children }: GamesFolderProps): ReactElement {
  const { settings: words } = useStrings();
  const formats = useFormats();
  const folder = useAppState(({ self }) => self.gamesFolder);
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  return (
    <div className="folder">
      <span className="field__label">{label}</span>
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
        {children}
      </div>
      {freeBytes !== null && (
        <p className="field__note">{words.freeSpace(formats.bytes(freeBytes))}</p>
      )}
    </div>
  );
}
