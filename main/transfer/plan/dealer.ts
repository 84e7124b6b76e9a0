import { CHUNK_BYTES } from '../../../shared/domain/content.ts';
import { mayShift } from './balance.ts';
import type { BlockStates } from './block-states.ts';
import { bytesOf } from '../../manifest/blocks.ts';
import { chunkOf } from './chunks.ts';
import type { Layout } from './requests.ts';
import type { BlockRequest, SourceWork } from './source-work.ts';
import type { UndealtWork } from './undealt-work.ts';

/** How far ahead of the lowest missing block chunks are dealt, in chunks a source. */
const WINDOW_CHUNKS = 4;

/** Most that lies ready for one source; far more than equal ones are ever apart. */
const MAX_QUEUED_BYTES = 32 * CHUNK_BYTES;

/** A request is asked for twice only where the second answer would come so much sooner. */
const DOUBLING_GAIN = 2;

/**
 * Decides whose turn it is. Chunks are dealt round robin in rising order within a moving window, so
 * that files grow front to back and equal sources give the same but for a chunk (S14); work moves to
 * another source only where it would hold up the end.
 */
export class Dealer {
  readonly #layout: Layout;
  readonly #states: BlockStates;
  readonly #undealt: UndealtWork;

  constructor(layout: Layout, states: BlockStates, undealt: UndealtWork) {
    this.#layout = layout;
    this.#states = states;
    this.#undealt = undealt;
  }

  /** The blocks `asker`, one of `sources`, is to be asked for next: none where all is in hand. */
  nextBlocks(sources: readonly SourceWork[], asker: SourceWork, nowMs: number): readonly number[] {
    const turn: Turn = { sources: sources.filter((one) => one.isReachable), asker, nowMs };
    const steps = [
      () => this.#own(turn),
      () => this.#dealt(turn, this.#windowEnd(turn)),
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
      if (lowest === undefined || chunkOf(this.#layout.chunks, lowest) >= windowEnd) return [];
      const piece = this.#undealt.takePiece((block) => this.#states.hasBlame(block));
      this.#takerOf(piece, turn).deal(piece, turn.nowMs);
    }
    return this.#own(turn);
  }

  #windowEnd({ sources }: Turn): number {
    const front = chunkOf(this.#layout.chunks, this.#states.lowestMissing());
    return front + WINDOW_CHUNKS * sources.length;
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

  // What another source has been asked for already, where it would come sooner from this one.
  #doubled(turn: Turn): readonly number[] {
    for (const victim of slowestFirst(turn)) {
      const asked = victim.asked;
      for (const [at, request] of [...asked.entries()].reverse()) {
        const blocks = this.#doublable(request, turn);
        const share = (at + 1) / asked.length;
        if (blocks.length > 0 && this.#paysToDouble(blocks, victim, share, turn)) {
          victim.doubt(request.id);
          return blocks;
        }
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
        !this.#states.asked(block).some((peerId) => others.has(peerId)) &&
        this.#trusts(block, asker),
    );
  }

  #paysToDouble(blocks: readonly number[], victim: SourceWork, share: number, turn: Turn): boolean {
    if (!this.#mayTake(blocks, victim, turn)) return false;
    const bytes = bytesOf(this.#layout.blocks, blocks);
    const restMs = (victim.restMs(turn.nowMs) ?? Infinity) * share;
    return restMs > DOUBLING_GAIN * (turn.asker.restMs(turn.nowMs, bytes) ?? 0);
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

interface Turn {
  readonly sources: readonly SourceWork[];
  readonly asker: SourceWork;
  readonly nowMs: number;
}

function slowestFirst({ sources, asker, nowMs }: Turn): readonly SourceWork[] {
  const rest = (source: SourceWork): number => source.restMs(nowMs) ?? Number.MAX_VALUE;
  return sources.filter((one) => one !== asker).sort((left, right) => rest(right) - rest(left));
}
