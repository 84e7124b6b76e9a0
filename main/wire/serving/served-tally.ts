import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Clock } from '../../kit/clock.ts';
import { SERVED_REPORT_MS } from '../limits.ts';

export interface ServedTallyDeps {
  readonly clock: Clock;
  readonly report: (peerId: PeerId, bytes: number) => void;
}

/** Adds up what each peer was sent and reports it a few times a second. */
export class ServedTally {
  readonly #deps: ServedTallyDeps;
  readonly #bytes = new Map<PeerId, number>();

  constructor(deps: ServedTallyDeps) {
    this.#deps = deps;
  }

  add(peerId: PeerId, bytes: number): void {
    if (this.#bytes.size === 0) {
      this.#deps.clock.after(SERVED_REPORT_MS, () => {
        this.#reportAll();
      });
    }
    this.#bytes.set(peerId, (this.#bytes.get(peerId) ?? 0) + bytes);
  }

  #reportAll(): void {
    for (const [peerId, bytes] of this.#bytes) this.#deps.report(peerId, bytes);
    this.#bytes.clear();
  }
}
