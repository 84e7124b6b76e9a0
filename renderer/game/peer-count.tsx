import type { ReactElement } from 'react';
import { useStrings } from '../strings/use-strings.ts';

/** How many PCs here have a game; its light is on as long as one has. */
export function PeerCount({ count }: { readonly count: number }): ReactElement {
  const { card } = useStrings();
  return (
    <span className="peer-count" data-testid="peer-count" data-lit={count > 0}>
      {card.here(count)}
    </span>
  );
}
