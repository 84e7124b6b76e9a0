import type { ContentFile } from '../../../shared/domain/content.ts';
import { BlockIntake } from './block-intake.ts';
import { numberBlocks } from '../../manifest/blocks.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { DownloadLimit } from '../download-limit.ts';
import type { LaneReport, TransferOrder } from '../fetch-messages.ts';
import type { OwnEnd } from '../../wire/data-connection.ts';
import type { Source } from '../fetcher.ts';
import { inParallel } from '../../kit/in-parallel.ts';
import { type AskedBlocks, Lane, type LaneContent } from './lane.ts';
import { StagedFiles } from '../staging/staged-files.ts';
import { StagedFolder } from '../staging/staged-folder.ts';

/** Files flushed at the same time. */
const PARALLEL_FLUSHES = 4;

export interface HostedTransferDeps {
  /** As whom lanes are opened. */
  readonly self: OwnEnd;
  readonly buffers: BufferPool;
  readonly limit: DownloadLimit;
  readonly report: (report: LaneReport) => void;
}

/** One worker's part of one transfer: its lanes, and the files that they write. */
export class HostedTransfer {
  readonly #order: TransferOrder;
  readonly #deps: HostedTransferDeps;
  readonly #content: LaneContent;
  readonly #files: StagedFiles;
  readonly #intake: BlockIntake;
  readonly #lanes = new Map<number, Lane>();
  // Lanes that were closed and may still be writing.
  readonly #closing = new Set<Promise<void>>();

  constructor(order: TransferOrder, deps: HostedTransferDeps) {
    const { blockHashes, claims, gameId, outline, stagingFolder, version } = order;
    const blocks = numberBlocks(outline);
    this.#order = order;
    this.#deps = deps;
    this.#content = { gameId, version, blocks, blockHashes };
    this.#files = new StagedFiles(new StagedFolder(stagingFolder, gameId));
    this.#intake = new BlockIntake({ blocks, blockHashes, claims, files: this.#files });
  }

  openLane(laneId: number, source: Source): void {
    const { buffers, limit, report, self } = this.#deps;
    const target = { ...self, ...source };
    const content = this.#content;
    const lane = new Lane({
      ...{ laneId, target, content, intake: this.#intake, buffers, limit, report },
    });
    this.#lanes.set(laneId, lane);
    void lane.open();
  }

  closeLane(laneId: number): void {
    const closing = this.#lanes.get(laneId)?.close();
    this.#lanes.delete(laneId);
    if (closing === undefined) return;
    const closed = closing.finally(() => {
      this.#closing.delete(closed);
    });
    this.#closing.add(closed);
  }

  fetch(laneId: number, asked: AskedBlocks): void {
    const lane = this.#lanes.get(laneId);
    const { requestId } = asked;
    if (lane === undefined) this.#deps.report({ type: 'request-void', requestId });
    else lane.fetch(asked);
  }

  tellProgress(): void {
    for (const lane of this.#lanes.values()) lane.tellProgress();
  }

  /** Closes all lanes; resolves once what had come is written and told. */
  async halt(): Promise<void> {
    for (const laneId of [...this.#lanes.keys()]) this.closeLane(laneId);
    await Promise.all(this.#closing);
  }

  /** Makes all that was written to these files durable, by this worker or another. */
  async flush(files: readonly number[]): Promise<void> {
    const wanted = files.map((file) => this.#order.outline.files[file]);
    const known = wanted.filter((file): file is ContentFile => file !== undefined);
    await inParallel(known, (file) => this.#files.flush(file), PARALLEL_FLUSHES);
  }

  /** Closes all files. */
  async end(): Promise<void> {
    await this.halt();
    await this.#files.close();
  }
}
