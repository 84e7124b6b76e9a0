import { type ReactElement, type ReactNode, useId } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { GameCard, TransferRow } from '../../../shared/window/state.ts';
import { MainButton } from '../../game/main-button.tsx';
import { MoreButton } from '../../game/more-button.tsx';
import { useUi } from '../../state/ui-store.ts';
import { useGame, useTransfer } from '../../state/use-app-state.ts';
import { cardHandlers } from './card-handlers.ts';

/** One game among all, however it is drawn. */
export interface GameItemProps {
  readonly id: GameId;
  /** Tab reaches it; the arrow keys go on from here. */
  readonly isActive: boolean;
  /** Its place among all, from 1 on. */
  readonly position: number;
  readonly total: number;
}

/** What a card or a line of the list is made of. */
export interface GameParts {
  readonly card: GameCard;
  readonly transfer: TransferRow | undefined;
  /** The id that the title has to have. */
  readonly titleId: string;
  /** The main button and the menu's. */
  readonly buttons: ReactNode;
}

interface ItemProps extends GameItemProps {
  readonly className: string;
  readonly draw: (parts: GameParts) => ReactNode;
}

/** What every game in the library has: its row, its work, its keys, its name and its buttons. */
export function GameItem({
  id,
  isActive,
  position,
  total,
  className,
  draw,
}: ItemProps): ReactElement | undefined {
  const card = useGame(id);
  const transfer = useTransfer(id);
  const isOpen = useUi(({ panel }) => panel?.type === 'game' && panel.gameId === id);
  const titleId = useId();
  if (!card) return undefined;
  const tabIndex = isActive ? 0 : -1;
  const buttons = (
    <>
      <MainButton card={card} titleId={titleId} tabIndex={tabIndex} />
      <MoreButton gameId={id} titleId={titleId} tabIndex={tabIndex} />
    </>
  );
  return (
    <div
      role="listitem"
      className={className}
      data-game-id={id}
      data-state={card.state}
      data-open={isOpen}
      aria-labelledby={titleId}
      aria-posinset={position}
      aria-setsize={total}
      tabIndex={tabIndex}
      {...cardHandlers(id)}
    >
      {draw({ card, transfer, titleId, buttons })}
    </div>
  );
}
