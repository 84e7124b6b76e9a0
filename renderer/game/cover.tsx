import { type ComponentProps, type ReactElement, useMemo, useState } from 'react';
import type { GameCard } from '../../shared/window/state.ts';
import { isMissing } from '../state/library-view.ts';
import { generatedTile } from '../tile/generated-tile.ts';

export interface CoverProps {
  readonly card: GameCard;
  /** How far the work on it has come, 0 to 1; undefined while there is none. */
  readonly part?: number | undefined;
}

/** A game's picture: grey while it is not on this PC, filling with colour as it arrives. */
export function Cover({ card, part }: CoverProps): ReactElement {
  const [broken, setBroken] = useState<string>();
  const tile = useMemo(() => generatedTile(card.title, card.genre), [card.title, card.genre]);
  const source = card.cover === null || card.cover === broken ? tile : card.cover;
  const picture: ComponentProps<'img'> = {
    src: source,
    alt: '',
    decoding: 'async',
    draggable: false,
    onError: () => {
      setBroken(source);
    },
  };
  return (
    <div className="cover" data-look={lookOf(card)}>
      <img className="cover__picture" {...picture} />
      {part !== undefined && (
        <>
          <img
            className="cover__picture cover__arrived"
            style={{ clipPath: `inset(${(1 - part) * 100}% 0 0 0)` }}
            {...picture}
          />
          <div className="cover__level" style={{ transform: `translateY(${-part * 100}%)` }} />
        </>
      )}
    </div>
  );
}

function lookOf(card: GameCard): 'here' | 'away' | 'missing' {
  if (isMissing(card)) return 'missing';
  return card.state === 'absent' || card.state === 'downloading' ? 'away' : 'here';
}
