import type { ReactElement } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { Cover } from '../../game/cover.tsx';
import { useAppState } from '../../state/use-app-state.ts';

/** Enough for the tallest screens. */
const SHOWN = 24;

/** What there is to play, as a picture: covers of the games that are known already. */
export function CoverWall(): ReactElement {
  const cards = useAppState(
    useShallow(({ games }) => Object.values(games).filter(isSpread).slice(0, SHOWN)),
  );
  return (
    <div className="cover-wall" aria-hidden>
      <div className="cover-wall__covers">
        {cards.map((card) => (
          <Cover key={card.id} card={{ ...card, state: 'installed' }} />
        ))}
      </div>
    </div>
  );
}

// Neighbours in the catalog are often parts of one series; every third makes a mixed wall.
function isSpread(_card: unknown, index: number): boolean {
  return index % 3 === 0;
}
