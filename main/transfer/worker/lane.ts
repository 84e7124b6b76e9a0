import type { GameId } from '../../../shared/domain/ids.ts';
import type { Version } from '../../../shared/domain/version.ts';
import { toFailure } from '../../../shared/errors.ts';
import { answerBytes, type BlocksRequest } from '../../wire/content-requests.ts';
import {
  type DataConnection,
  type DataConnectionTarget,
  openDataConnection,
} from '../../wire/data-connection.ts';
import type { BlockIntake } from './block-intake.ts';
import { hexHashAt } from '../../manifest/blake3.ts';
import { blockAt, type Blocks, bytesOf } from '../../manifest/blocks.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { DownloadLimit } from '../download-limit.ts';
import type { LaneReport } from '../fetch-messages.ts';

/** A debt below this is let grow, since timers are no finer, in milliseconds. */
const MIN_PAUSE_MS = 5;

/** How often a pause looks whether the limit has changed, in milliseconds. */
const MAX_PAUSE_MS = 100;

/** The content that a lane fetches. */
export interface LaneContent {
  readonly gameId: GameId;
  readonly version: Version;
  readonly blocks: Blocks;
  /** 32 bytes a block, or undefined where the sender's hashes are all there is to check against. */
  readonly blockHashes: Uint8Array | undefined;
}

/** What a lane is told to ask for. */
export interface AskedBlocks {
  readonly requestId: number;
  readonly blocks: readonly number[];
  readonly byHash: boolean;
}

export interface LaneDeps {
  readonly laneId: number;
  readonly target: Omit<DataConnectionTarget, 'onBytes'>;
  readonly content: LaneContent;
  readonly intake: BlockIntake;
  readonly buffers: BufferPool;
  readonly limit: DownloadLimit;
  readonly report: (report: LaneReport) => void;
}

/** One data connection for one transfer: asks, takes in, and tells what came of each request. */
export class Lane {
  readonly #deps: LaneDeps;
  readonly #end = new AbortController();
  // In the order of the requests, which is the order of the answers.
  readonly #awaited: { readonly requestId: number; received: number; told: number }[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #connection: DataConnection | undefined;
  #pause: NodeJS.Timeout | undefined;

  constructor(deps: LaneDeps) {
    this.#deps = deps;
  }

  /** Connects; tells `lane-opened`, or `lane-closed` with the reason. */
  async open(): Promise<void> {
    const { laneId, target, report } = this.#deps;
    const onBytes = (bytes: number): void => {
      this.#took(bytes);
    };
    try {
      this.#connection = await openDataConnection({ ...target, onBytes }, this.#end.signal);
      report({ type: 'lane-opened', laneId });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Asks for blocks; tells exactly one `request-…` for it, sooner or later. */
  fetch(asked: AskedBlocks): void {
    const work = this.#fetch(asked).finally(() => {
      this.#underWay.delete(work);
    });
    this.#underWay.add(work);
  }

  /** Tells how far each request is, where that has changed. */
  tellProgress(): void {
    for (const awaited of this.#awaited) {
      const { requestId, received, told } = awaited;
      if (received > told) this.#deps.report({ type: 'progress', requestId, received });
      awaited.told = received;
    }
  }

  /** Closes the connection; resolves once what had come is written and told. */
  async close(): Promise<void> {
    this.#end.abort();
    clearTimeout(this.#pause);
    this.#connection?.close();
    await Promise.all(this.#underWay);
  }

  async #fetch(asked: AskedBlocks): Promise<void> {
    const { requestId } = asked;
    const { buffers, report } = this.#deps;
    const buffer = await buffers.acquire();
    try {
      const answer = await this.#ask(asked, buffer);
      if (answer === 'void') report({ type: 'request-void', requestId });
      else if (answer === 'not-available') report({ type: 'request-refused', requestId });
      else await this.#takeIn(asked, buffer);
    } finally {
      buffers.release(buffer);
    }
  }

  async #ask(
    asked: AskedBlocks,
    buffer: Uint8Array,
  ): Promise<'received' | 'not-available' | 'void'> {
    // One that has died while nothing was asked fails this request, and so is told of.
    if (this.#connection === undefined || this.#end.signal.aborted) return 'void';
    const awaited = { requestId: asked.requestId, received: 0, told: 0 };
    this.#awaited.push(awaited);
    try {
      return await this.#request(this.#connection, asked, buffer);
    } catch (error) {
      this.#fail(error);
      return 'void';
    } finally {
      this.#awaited.splice(this.#awaited.indexOf(awaited), 1);
    }
  }

  #request(
    connection: DataConnection,
    { blocks: indexes, byHash }: AskedBlocks,
    buffer: Uint8Array,
  ): Promise<'received' | 'not-available'> {
    const { gameId, blocks, blockHashes } = this.#deps.content;
    if (!byHash || blockHashes === undefined) {
      return connection.requestBlocks(this.#requestFor(indexes), buffer);
    }
    const hashes = indexes.map((index) => hexHashAt(blockHashes, index));
    const place = buffer.subarray(0, bytesOf(blocks, indexes));
    return connection.requestHashedBlocks({ gameId, hashes }, place);
  }

  async #takeIn({ requestId, blocks }: AskedBlocks, buffer: Uint8Array): Promise<void> {
    const { intake, report } = this.#deps;
    const answer = buffer.subarray(0, answerBytes(this.#requestFor(blocks)));
    try {
      const taken = await intake.takeIn(blocks, answer);
      report({ type: 'request-finished', requestId, ...taken });
    } catch (error) {
      report({ type: 'disk-failed', failure: toFailure(error) });
      report({ type: 'request-void', requestId });
    }
  }

  #requestFor(indexes: readonly number[]): BlocksRequest {
    const { gameId, version, blocks, blockHashes } = this.#deps.content;
    const ranges = indexes.map((index) => {
      const { path, offset, length } = blockAt(blocks, index);
      return { path, offset, length };
    });
    return { gameId, version, ranges, withHashes: blockHashes === undefined };
  }

  #fail(error: unknown): void {
    if (this.#end.signal.aborted) return;
    this.#end.abort();
    const { laneId, report } = this.#deps;
    report({ type: 'lane-closed', laneId, failure: toFailure(error) });
  }

  #took(bytes: number): void {
    const awaited = this.#awaited[0];
    if (awaited !== undefined) awaited.received += bytes;
    const debtMs = this.#deps.limit.pay(bytes);
    if (debtMs >= MIN_PAUSE_MS && this.#pause === undefined) this.#rest(debtMs);
  }

  #rest(debtMs: number): void {
    this.#connection?.pause();
    this.#pause = setTimeout(
      () => {
        this.#pause = undefined;
        const leftMs = this.#deps.limit.debtMs();
        if (leftMs >= MIN_PAUSE_MS) this.#rest(leftMs);
        else this.#connection?.resume();
      },
      Math.min(debtMs, MAX_PAUSE_MS),
    );
  }
}
