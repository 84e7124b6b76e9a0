import { CHUNK_BYTES } from '../../../shared/domain/content.ts';
import { mayShift } from './balance.ts';
import type { BlockStates } from './block-states.ts';
import { bytesOf } from '../../manifest/blocks.ts';
import { Doubling } from './doubling.ts';
import type { Layout } from './requests.ts';
import type { SourceWork } from './source-work.ts';
import { slowestFirst, type Turn } from './turn.ts';
import type { UndealtWork } from './undealt-work.ts';

/** Most that lies ready for one source; far more than equal ones are ever apart. */
const MAX_QUEUED_BYTES = 32 * CHUNK_BYTES;

/**
 * Decides whose turn it is. Chunks are dealt round robin in rising order within a moving window, so
 * that files grow front to back and equal sources give the same but for a chunk (S14); work moves to
 * another source only where it would hold up the end.
 */
export class Dealer {
  readonly #layout: Layout;
  readonly #states: BlockStates;
  readonly #undealt: UndealtWork;
  readonly #doubling: Doubling;

  constructor(layout: Layout, states: BlockStates, undealt: UndealtWork) {
    this.#layout = layout;
    this.#states = states;
    this.#undealt = undealt;
    this.#doubling = new Doubling(layout, states);
  }

  /** The blocks the asker is to be asked for next, none behind `windowEnd` if possible. */
  nextBlocks(turn: Turn, windowEnd: number): readonly number[] {
    const steps = [
      () => this.#own(turn),
      () => this.#dealt(turn, windowEnd),
      () => this.#stolen(turn),
      () => this.#dealt(turn, Infinity),
      () => this.#doubled(turn),
    ];
    for (const step of steps) {
      const blocks = step();
      if (blocks.length > 0) return blocks;
    }
    return [];
  }

  // What was dealt to it; a block that came from a source that was lost meanwhile is left out.
  #own({ asker }: Turn): readonly number[] {
    while (asker.hasQueued) {
      const blocks = asker.takeFront().filter((block) => !this.#states.isVerified(block));
      if (blocks.length > 0) return blocks;
    }
    return [];
  }

  #dealt(turn: Turn, windowEnd: number): readonly number[] {
    while (!turn.asker.hasQueued) {
      const lowest = this.#undealt.lowest();
      if (lowest === undefined || lowest >= windowEnd) return [];
      const piece = this.#undealt.takePiece((block) => this.#states.hasBlame(block));
      this.#takerOf(piece, turn).deal(piece, turn.nowMs);
    }
    return this.#own(turn);
  }

  // Round robin by bytes, since chunks differ in size.
  #takerOf(piece: readonly number[], turn: Turn): SourceWork {
    const { sources, asker } = turn;
    const bytes = bytesOf(this.#layout.blocks, piece);
    const trusted = sources.filter((one) => piece.every((block) => this.#trusts(block, one)));
    const able = trusted.length > 0 ? trusted : sources;
    const ready = able.filter((one) => one === asker || !this.#isBehind(one, bytes, turn));
    return (ready.length > 0 ? ready : able).reduce(
      (least, one) => (one.dealtBytes < least.dealtBytes ? one : least),
      ready[0] ?? able[0] ?? asker,
    );
  }

  #isBehind(one: SourceWork, bytes: number, { sources, asker, nowMs }: Turn): boolean {
    if (one.queuedBytes >= MAX_QUEUED_BYTES) return true;
    return mayShift(sources, { from: one, to: asker, bytes, lostBytes: 0 }, nowMs);
  }

  // From the tail of whoever would take longest, a request at a time.
  #stolen(turn: Turn): readonly number[] {
    for (const victim of slowestFirst(turn)) {
      const tail = victim.peekTail().filter((block) => this.#trusts(block, turn.asker));
      if (tail.length > 0 && this.#mayTake(tail, victim, turn)) {
        victim.takeAway(tail, turn.nowMs);
        return tail.filter((block) => !this.#states.isVerified(block));
      }
    }
    return [];
  }

  #doubled(turn: Turn): readonly number[] {
    return this.#doubling.nextBlocks(
      turn,
      (block) => this.#trusts(block, turn.asker),
      (blocks, victim) => this.#mayTake(blocks, victim, turn),
    );
  }

  #mayTake(blocks: readonly number[], victim: SourceWork, turn: Turn): boolean {
    const bytes = bytesOf(this.#layout.blocks, blocks);
    const shift = { from: victim, to: turn.asker, bytes, lostBytes: bytes };
    return mayShift(turn.sources, shift, turn.nowMs);
  }

  #trusts(block: number, source: SourceWork): boolean {
    return !this.#states.isBlamed(block, source.peerId);
  }
}
