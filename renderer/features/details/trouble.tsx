import { HardDrive, TriangleAlert } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { GameCard } from '../../../shared/window/state.ts';
import { fetchGame, repairGame, tryAgain, verifyGame } from '../../game/act.ts';
import { cardStatus, isRepairable, mainAction, roomMissing } from '../../state/card-look.ts';
import { send } from '../../state/send.ts';
import { useAppState, useTransfer } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

interface OfGame {
  readonly card: GameCard;
}

/** What stands in a game's way, and the one button that helps. */
export function Trouble({ card }: OfGame): ReactElement | undefined {
  const transfer = useTransfer(card.id);
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  const status = cardStatus(card, transfer, freeBytes);
  const missing = roomMissing(card, transfer, freeBytes);
  if (missing > 0) return <NeedsSpace bytes={missing} />;
  if (status.type === 'step') return undefined;
  if (status.type === 'needs-space') return <NeedsSpace bytes={status.bytes} />;
  if (status.type === 'failed') return <Failed card={card} />;
  return card.isDamaged ? <Damaged card={card} /> : undefined;
}

function NeedsSpace({ bytes }: { readonly bytes: number }): ReactElement {
  const { details } = useStrings();
  const formats = useFormats();
  return (
    <Box icon={<HardDrive />} text={details.notEnough(formats.bytes(bytes))}>
      <Button
        onClick={() => {
          void send('choose-games-folder', {});
        }}
      >
        {details.changeFolder}
      </Button>
    </Box>
  );
}

function Failed({ card }: OfGame): ReactElement | undefined {
  const strings = useStrings();
  if (!card.lastFailure) return undefined;
  const { code, message } = card.lastFailure;
  return (
    <Box
      icon={<TriangleAlert />}
      title={strings.failures[code]}
      text={strings.advice(code, message)}
    >
      {code === 'archive-invalid' && card.localVersion !== null ? (
        <Button onClick={() => void verifyGame(card)}>{strings.menu.verify}</Button>
      ) : (
        <TryAgain card={card} />
      )}
    </Box>
  );
}

function TryAgain({ card }: OfGame): ReactElement | undefined {
  const { details } = useStrings();
  if (card.peerCount === 0 && card.state !== 'downloaded') return undefined;
  const again = (): void => {
    if (card.state === 'absent' || card.state === 'downloaded') tryAgain(card);
    else fetchGame(card);
  };
  return <Button onClick={again}>{details.tryAgain}</Button>;
}

function Damaged({ card }: OfGame): ReactElement {
  const { card: words, details } = useStrings();
  const canRepair = isRepairable(card);
  const repair = (): void => {
    repairGame(card);
  };
  return (
    <Box
      icon={<TriangleAlert />}
      title={details.damaged}
      text={canRepair ? details.damagedText : details.damagedAlone}
    >
      {canRepair && mainAction(card) !== 'repair' && (
        <Button onClick={repair}>{words.repair}</Button>
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
