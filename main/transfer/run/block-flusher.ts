import type { Clock } from '../../kit/clock.ts';
import type { TransferEvent } from '../fetcher.ts';
import type { Layout } from '../plan/requests.ts';
import type { TransferThreads } from './transfer-threads.ts';
import {
  durableEvents,
  filesToFlush,
  UnflushedBlocks,
  type VerifiedBlock,
} from './unflushed-blocks.ts';

/** A verified block waits so long at most for the rest of its chunk, in milliseconds. */
const MAX_WAIT_MS = 1_500;

export interface BlockFlusherDeps {
  readonly clock: Clock;
  readonly layout: Layout;
  readonly threads: Pick<TransferThreads, 'flush'>;
  /** Whether a block has been verified, in this try or an earlier one. */
  readonly isVerified: (block: number) => boolean;
  readonly onEvent: (event: TransferEvent) => void;
  /** The disk, or whoever was told, has failed. */
  readonly onFailure: (error: unknown) => void;
}

/** Makes verified blocks durable, a chunk at a time or what has waited long, and tells of them then. */
export class BlockFlusher {
  readonly #deps: BlockFlusherDeps;
  readonly #unflushed: UnflushedBlocks;
  // One at a time: what becomes whole meanwhile is flushed together after it.
  #flushing: Promise<void> | undefined;
  #isFinishing = false;
  // Set once something may have waited for too long.
  #isDue = false;
  #cancelWait: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(deps: BlockFlusherDeps) {
    this.#deps = deps;
    this.#unflushed = new UnflushedBlocks(deps.layout, deps.isVerified);
  }

  /** Takes in blocks that `isVerified` knows of by now. */
  add(blocks: readonly VerifiedBlock[]): void {
    this.#unflushed.add(blocks);
    this.#cancelWait ??= this.#deps.clock.after(MAX_WAIT_MS, () => {
      this.#cancelWait = undefined;
      this.#isDue = true;
      this.#flushOn();
    });
    this.#flushOn();
  }

  /** Makes the rest durable too, chunks that are not whole included; fails like the disk does. */
  async finish(): Promise<void> {
    this.#isFinishing = true;
    this.#cancelWait?.();
    await this.#flushing;
    if (this.#failure !== undefined) throw this.#failure.error;
    await this.#flush(this.#unflushed.takeAll());
  }

  #flushOn(): void {
    if (this.#flushing !== undefined || this.#isFinishing) return;
    const ripe = this.#isDue ? this.#unflushed.takeAll() : this.#unflushed.takeWhole();
    this.#isDue = false;
    if (ripe.length === 0) return;
    this.#flushing = this.#flush(ripe)
      .catch((error: unknown) => {
        this.#failure ??= { error };
        this.#deps.onFailure(error);
      })
      .then(() => {
        this.#flushing = undefined;
        this.#flushOn();
      });
  }

  async #flush(blocks: readonly VerifiedBlock[]): Promise<void> {
    const { layout, onEvent, threads } = this.#deps;
    await threads.flush(filesToFlush(layout.blocks, blocks));
    for (const event of durableEvents(layout, blocks)) onEvent(event);
  }
}
