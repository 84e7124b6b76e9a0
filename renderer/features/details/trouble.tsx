import { HardDrive, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { GameCard } from '../../../shared/window/state.ts';
import { fetchGame, tryAgain } from '../../game/act.ts';
import { cardStatus } from '../../state/card-look.ts';
import { send } from '../../state/send.ts';
import { useAppState, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** What stands in a game's way, and the one button that helps. */
export function Trouble({ card }: { readonly card: GameCard }): ReactElement | undefined {
  const strings = useStrings();
  const formats = useFormats();
  const transfer = useTransfer(card.id);
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  const status = cardStatus(card, transfer, freeBytes);
  if (status.type === 'needs-space') {
    return (
      <Box icon={<HardDrive />} text={strings.details.notEnough(formats.bytes(status.bytes))}>
        <Button
          onClick={() => {
            void send('choose-games-folder', {});
          }}
        >
          {strings.details.changeFolder}
        </Button>
      </Box>
    );
  }
  if (status.type !== 'failed' || !card.lastFailure) return undefined;
  const { code, message } = card.lastFailure;
  const canRetry = card.peerCount > 0 || card.state === 'downloaded';
  return (
    <Box
      icon={<TriangleAlert />}
      title={strings.failures[code]}
      text={strings.advice(code, message)}
    >
      {canRetry && (
        <Button
          onClick={() => {
            if (card.state === 'absent' || card.state === 'downloaded') tryAgain(card);
            else fetchGame(card);
          }}
        >
          {strings.details.tryAgain}
        </Button>
      )}
    </Box>
  );
}

interface BoxProps {
  readonly icon: ReactNode;
  readonly title?: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Box({ icon, title, text, children }: BoxProps): ReactElement {
  return (
    <div className="trouble">
      {icon}
      <div className="trouble__words">
        {title !== undefined && <h3 className="trouble__title">{title}</h3>}
        <p className="trouble__text">{text}</p>
        {children}
      </div>
    </div>
  );
}
