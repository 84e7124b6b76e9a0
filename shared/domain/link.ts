/** Whether one PC can open connections to another; unknown until it was tried or told. */
export type Reach = 'yes' | 'no' | 'unknown';

/** What of a PC's announcements has come through, by the way they travel. */
export interface Hearing {
  readonly multicast: boolean;
  readonly beacon: boolean;
}

/** The network card that leads to a PC. */
export interface Card {
  /** What the system calls it. */
  readonly name: string;
  /** Mbit/s; null where the system does not tell. */
  readonly mbit: number | null;
}

/** What is known of the way between this PC and another; null = not known, or not looked for. */
export interface LinkFacts {
  /** Whether this PC can open connections to it. */
  readonly reachesIt: Reach;
  /** Whether it can open connections to this PC, as it says. */
  readonly reachesMe: Reach;
  /** What of its announcements this PC has heard. */
  readonly hears: Hearing | null;
  /** What of this PC's announcements it has heard, as it says. */
  readonly isHeard: Hearing | null;
  readonly card: Card | null;
  /** Mbit/s of its own card, as it says. */
  readonly peerMbit: number | null;
}

/** What is wrong with the way between two PCs, the worst first; `fine` and `checking` are no trouble. */
export type LinkVerdict =
  | 'blocked-both'
  | 'blocked-here'
  | 'blocked-there'
  | 'slow-here'
  | 'slow-there'
  | 'unannounced'
  | 'checking'
  | 'fine';

/** A verdict that calls for somebody to do something. */
export type LinkTrouble = Exclude<LinkVerdict, 'checking' | 'fine'>;

/** A card up to this speed holds up a room in which the others have ten times as much, in Mbit/s. */
const SLOW_MBIT = 100;

// What keeps most from working goes first.
const SIGNS: readonly (readonly [LinkTrouble, (facts: LinkFacts) => boolean])[] = [
  ['blocked-both', ({ reachesIt, reachesMe }) => reachesIt === 'no' && reachesMe === 'no'],
  ['blocked-here', ({ reachesMe }) => reachesMe === 'no'],
  ['blocked-there', ({ reachesIt }) => reachesIt === 'no'],
  ['slow-here', ({ card }) => isSlow(card?.mbit)],
  ['slow-there', ({ peerMbit }) => isSlow(peerMbit)],
  ['unannounced', ({ hears, isHeard }) => isDeaf(hears) || isDeaf(isHeard)],
];

/** The one thing to say of a link. */
export function linkVerdict(facts: LinkFacts): LinkVerdict {
  const [trouble] = SIGNS.find(([, shows]) => shows(facts)) ?? [];
  if (trouble !== undefined) return trouble;
  return facts.reachesIt === 'yes' && facts.reachesMe === 'yes' ? 'fine' : 'checking';
}

/** Whether a verdict is one that somebody should do something about. */
export function isTrouble(verdict: LinkVerdict): verdict is LinkTrouble {
  return verdict !== 'fine' && verdict !== 'checking';
}

function isSlow(mbit: number | null | undefined): boolean {
  return typeof mbit === 'number' && mbit <= SLOW_MBIT;
}

function isDeaf(hearing: Hearing | null): boolean {
  return hearing !== null && !hearing.multicast && !hearing.beacon;
}
