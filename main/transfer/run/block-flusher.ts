import type { TransferEvent } from '../fetcher.ts';
import type { Layout } from '../plan/requests.ts';
import type { TransferThreads } from './transfer-threads.ts';
import {
  durableEvents,
  filesToFlush,
  UnflushedBlocks,
  type VerifiedBlock,
} from './unflushed-blocks.ts';

export interface BlockFlusherDeps {
  readonly layout: Layout;
  readonly threads: Pick<TransferThreads, 'flush'>;
  /** Whether a block has been verified, in this try or an earlier one. */
  readonly isVerified: (block: number) => boolean;
  readonly onEvent: (event: TransferEvent) => void;
  /** The disk, or whoever was told, has failed. */
  readonly onFailure: (error: unknown) => void;
}

/** Makes verified blocks durable, a chunk or more at a time, and tells of them then and not sooner. */
export class BlockFlusher {
  readonly #deps: BlockFlusherDeps;
  readonly #unflushed: UnflushedBlocks;
  // One at a time: what becomes whole meanwhile is flushed together after it.
  #flushing: Promise<void> | undefined;
  #isFinishing = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(deps: BlockFlusherDeps) {
    this.#deps = deps;
    this.#unflushed = new UnflushedBlocks(deps.layout, deps.isVerified);
  }

  /** Takes in blocks that `isVerified` knows of by now. */
  add(blocks: readonly VerifiedBlock[]): void {
    this.#unflushed.add(blocks);
    this.#flushWhole();
  }

  /** Makes the rest durable too, chunks that are not whole included; fails like the disk does. */
  async finish(): Promise<void> {
    this.#isFinishing = true;
    await this.#flushing;
    if (this.#failure !== undefined) throw this.#failure.error;
    await this.#flush(this.#unflushed.takeAll());
  }

  #flushWhole(): void {
    if (this.#flushing !== undefined || this.#isFinishing) return;
    const whole = this.#unflushed.takeWhole();
    if (whole.length === 0) return;
    this.#flushing = this.#flush(whole)
      .catch((error: unknown) => {
        this.#failure ??= { error };
        this.#deps.onFailure(error);
      })
      .then(() => {
        this.#flushing = undefined;
        this.#flushWhole();
      });
  }

  async #flush(blocks: readonly VerifiedBlock[]): Promise<void> {
    const { layout, onEvent, threads } = this.#deps;
    await threads.flush(filesToFlush(layout.blocks, blocks));
    for (const event of durableEvents(layout, blocks)) onEvent(event);
  }
}
