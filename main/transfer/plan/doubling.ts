import { bytesOf } from '../../manifest/blocks.ts';
import type { BlockStates } from './block-states.ts';
import type { Layout } from './requests.ts';
import type { BlockRequest, SourceWork } from './source-work.ts';
import { slowestFirst, type Turn } from './turn.ts';

/** A request is asked for twice only where the second answer would come so much sooner. */
const DOUBLING_GAIN = 2;

/** Whether the asker may give blocks that another source was asked for. */
export type MayDouble = (blocks: readonly number[], victim: SourceWork) => boolean;

/** Finds what another source has been asked for already, and would come sooner from the asker. */
export class Doubling {
  readonly #layout: Layout;
  readonly #states: BlockStates;

  constructor(layout: Layout, states: BlockStates) {
    this.#layout = layout;
    this.#states = states;
  }

  /** The blocks to ask for twice, of those the asker `canGive`; none where nothing would be won. */
  nextBlocks(
    turn: Turn,
    canGive: (block: number) => boolean,
    mayDouble: MayDouble,
  ): readonly number[] {
    for (const victim of slowestFirst(turn)) {
      const asked = victim.asked;
      for (const [at, request] of [...asked.entries()].reverse()) {
        const blocks = this.#doublable(request, turn).filter(canGive);
        const share = (at + 1) / asked.length;
        if (blocks.length === 0 || !mayDouble(blocks, victim)) continue;
        if (!this.#pays(blocks, victim, share, turn)) continue;
        victim.doubt(request.id);
        return blocks;
      }
    }
    return [];
  }

  // Not what a third source is asked for too, unless that one has fallen silent.
  #doublable(request: BlockRequest, { sources, asker, nowMs }: Turn): readonly number[] {
    const lively = sources.filter((one) => one === asker || !one.health.isStalled(nowMs));
    const others = new Set(lively.map((one) => one.peerId));
    others.delete(request.peerId);
    return request.blocks.filter(
      (block) =>
        !this.#states.isVerified(block) &&
        !this.#states.asked(block).some((peerId) => others.has(peerId)),
    );
  }

  #pays(blocks: readonly number[], victim: SourceWork, share: number, turn: Turn): boolean {
    const bytes = bytesOf(this.#layout.blocks, blocks);
    const restMs = (victim.restMs(turn.nowMs) ?? Infinity) * share;
    return restMs > DOUBLING_GAIN * (turn.asker.restMs(turn.nowMs, bytes) ?? 0);
  }
}
