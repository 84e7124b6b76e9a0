import { type CSSProperties, type ReactElement, useState } from 'react';
import type { GameCard } from '../../shared/window/state.ts';
import { isMissing } from '../state/library-view.ts';
import { Tile } from '../tile/tile.tsx';

export interface CoverProps {
  readonly card: GameCard;
  /** How far the work on it has come, 0 to 1; undefined while there is none. */
  readonly part?: number | undefined;
}

/** A game's picture: grey while it is not on this PC, filling with colour as it arrives. */
export function Cover({ card, part }: CoverProps): ReactElement {
  return (
    <div className="cover" data-look={lookOf(card)}>
      <Picture className="cover__picture" card={card} />
      {part !== undefined && (
        <>
          <Picture
            className="cover__picture cover__arrived"
            style={{ clipPath: `inset(${(1 - part) * 100}% 0 0 0)` }}
            card={card}
          />
          <div className="cover__level" style={{ transform: `translateY(${-part * 100}%)` }} />
        </>
      )}
    </div>
  );
}

interface PictureProps {
  readonly card: GameCard;
  readonly className: string;
  readonly style?: CSSProperties;
}

// What the game brings; where that is nothing, or can't be shown, a tile.
function Picture({ card: { cover, genre, title }, ...look }: PictureProps): ReactElement {
  const [broken, setBroken] = useState<string>();
  if (cover === null || cover === broken) return <Tile {...look} title={title} genre={genre} />;
  return (
    <img
      {...look}
      src={cover}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => {
        setBroken(cover);
      }}
    />
  );
}

function lookOf(card: GameCard): 'here' | 'away' | 'missing' {
  if (isMissing(card)) return 'missing';
  return card.state === 'absent' || card.state === 'downloading' ? 'away' : 'here';
}
