import type { PeerId } from '../../../shared/domain/ids.ts';
import { MAX_ANSWERS_PER_PEER } from '../limits.ts';

/**
 * How many answers one peer gets at a time: further connections of it wait, so that the line is
 * shared between peers and not between connections.
 */
export class AnswerTurns {
  readonly #underWay = new Map<PeerId, number>();
  readonly #waiting = new Map<PeerId, (() => void)[]>();

  /** Resolves when this peer may be answered once more; call what it gives when that is done. */
  async take(peerId: PeerId): Promise<() => void> {
    const underWay = this.#underWay.get(peerId) ?? 0;
    if (underWay >= MAX_ANSWERS_PER_PEER) await this.#wait(peerId);
    else this.#underWay.set(peerId, underWay + 1);
    return () => {
      this.#release(peerId);
    };
  }

  #wait(peerId: PeerId): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(peerId) ?? [];
      this.#waiting.set(peerId, [...waiting, resolve]);
    });
  }

  // A turn goes on to whoever has waited longest.
  #release(peerId: PeerId): void {
    const [next, ...others] = this.#waiting.get(peerId) ?? [];
    if (others.length > 0) this.#waiting.set(peerId, others);
    else this.#waiting.delete(peerId);
    if (next) {
      next();
      return;
    }
    const left = (this.#underWay.get(peerId) ?? 1) - 1;
    if (left > 0) this.#underWay.set(peerId, left);
    else this.#underWay.delete(peerId);
  }
}
