import type { LinkFacts, LinkVerdict } from './link.ts';
import type { Peer } from './peer.ts';

/** A connected peer, and how the way to it is, as `diagnose` tells it. */
export interface LinkRow extends Peer, LinkFacts {
  readonly verdict: LinkVerdict;
  /** One sentence in plain English: how it is, and what to do. */
  readonly advice: string;
}
