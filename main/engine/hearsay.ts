import type { PeerId } from '../../shared/domain/ids.ts';
import type { Hearing } from '../../shared/domain/link.ts';
import type { Clock } from '../kit/clock.ts';

/** So long nothing may be heard of a peer before that means something: beacons pause up to 30 s. */
export const LISTEN_MS = 60_000;

/** Peers that are remembered as heard; anyone may forge announcements (W16). */
const MAX_HEARD = 1_000;

const NOTHING: Hearing = { multicast: false, beacon: false };

/** Whose announcements have come through, and by which way. */
export class Hearsay {
  readonly #clock: Clock;
  readonly #heard = new Map<PeerId, Hearing>();
  // Since when it is listened to announcements.
  #sinceMs: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  listen(isOn: boolean): void {
    if (isOn) this.#sinceMs ??= this.#clock.monotonicMs();
    else this.#sinceMs = undefined;
    if (!isOn) this.#heard.clear();
  }

  /** Whether that is news. */
  note(peerId: PeerId, way: keyof Hearing): boolean {
    const before = this.#heard.get(peerId) ?? NOTHING;
    if (this.#sinceMs === undefined || before[way]) return false;
    if (this.#heard.size >= MAX_HEARD && !this.#heard.has(peerId)) return false;
    this.#heard.set(peerId, { ...before, [way]: true });
    return true;
  }

  /** What came of a peer that is connected since `openMs`; null where it is too early to tell. */
  of(peerId: PeerId, openMs: number): Hearing | null {
    if (this.#sinceMs === undefined) return null;
    const heard = this.#heard.get(peerId);
    const listenedMs = this.#clock.monotonicMs() - Math.max(openMs, this.#sinceMs);
    return heard ?? (listenedMs >= LISTEN_MS ? NOTHING : null);
  }
}
