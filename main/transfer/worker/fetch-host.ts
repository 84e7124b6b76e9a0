import { MAX_REQUEST_BYTES, MAX_REQUEST_RANGES } from '../../wire/limits.ts';
import { HASH_BYTES } from '../../manifest/blake3.ts';
import { numberBlocks } from '../../manifest/blocks.ts';
import { CallBackLine } from '../../wire/call-back/call-back-line.ts';
import { BufferPool } from './buffer-pool.ts';
import { checkStaging } from '../staging/check-staging.ts';
import { fetchDescriptors } from './descriptor-fetch.ts';
import { DownloadLimit } from '../download-limit.ts';
import type {
  FetchAnswer,
  FetchCommand,
  FetchQuestion,
  FetchTalk,
  FetchStart,
  TransferOrder,
} from '../fetch-messages.ts';
import type { OwnEnd } from '../../wire/data-connection.ts';
import { HostedTransfer } from './hosted-transfer.ts';
import { reuseCopy } from '../staging/reuse-copy.ts';
import { StagedFolder } from '../staging/staged-folder.ts';

/** How often a worker tells of requests that are not whole yet, in milliseconds. */
const PROGRESS_MS = 100;

/** The longest answer: a request's content, and a hash for each of its ranges. */
const BUFFER_BYTES = MAX_REQUEST_BYTES + MAX_REQUEST_RANGES * HASH_BYTES;

/** All that one fetch worker does, for any number of transfers at once. */
export class FetchHost {
  readonly #self: OwnEnd;
  readonly #tell: (report: FetchTalk['report']) => void;
  readonly #buffers: BufferPool;
  readonly #limit: DownloadLimit;
  readonly #transfers = new Map<number, HostedTransfer>();
  #progress: NodeJS.Timeout | undefined;

  constructor(setup: FetchStart, tell: (report: FetchTalk['report']) => void) {
    const { hello, identity, stallMs, line } = setup;
    this.#self = { hello, identity, stallMs, callBacks: line && new CallBackLine(line) };
    this.#tell = tell;
    this.#buffers = new BufferPool(setup.buffers, BUFFER_BYTES);
    this.#limit = new DownloadLimit(setup.limit, () => process.hrtime.bigint());
  }

  obey(command: FetchCommand): void {
    if (command.type === 'begin') {
      this.#begin(command.order);
      return;
    }
    const transfer = this.#transfers.get(command.transferId);
    switch (command.type) {
      case 'open-lane':
        transfer?.openLane(command.laneId, command.source);
        return;
      case 'close-lane':
        transfer?.closeLane(command.laneId);
        return;
      case 'fetch':
        transfer?.fetch(command.laneId, command);
        return;
    }
  }

  /** Fails with what `FetchQuestion` and the functions behind it say. */
  async answer(question: FetchQuestion, signal: AbortSignal): Promise<FetchAnswer> {
    switch (question.type) {
      case 'halt':
        await this.#transfers.get(question.transferId)?.halt();
        return undefined;
      case 'flush':
        await this.#transfers.get(question.transferId)?.flush(question.files);
        return undefined;
      case 'end':
        await this.#end(question.transferId);
        return undefined;
      case 'descriptors':
        return fetchDescriptors(this.#self, question.sources, question.request, signal);
      case 'check-staging': {
        const { blockHashes, outline, stagingFolder } = question;
        const folder = new StagedFolder(stagingFolder, 'staging');
        return checkStaging({ folder, blocks: numberBlocks(outline), blockHashes }, signal);
      }
      case 'reuse-copy': {
        const { blockHashes, copyFolder, gameId, outline, stagingFolder, wanted } = question.job;
        const copy = new StagedFolder(copyFolder, gameId);
        const staging = new StagedFolder(stagingFolder, gameId);
        const blocks = numberBlocks(outline);
        return reuseCopy({ copy, staging, blocks, blockHashes, wanted }, signal);
      }
    }
  }

  #begin(order: TransferOrder): void {
    const { transferId } = order;
    const transfer = new HostedTransfer(order, {
      self: this.#self,
      buffers: this.#buffers,
      limit: this.#limit,
      report: (laneReport) => {
        this.#tell({ transferId, report: laneReport });
      },
    });
    this.#transfers.set(transferId, transfer);
    this.#progress ??= setInterval(() => {
      for (const one of this.#transfers.values()) one.tellProgress();
    }, PROGRESS_MS);
  }

  async #end(transferId: number): Promise<void> {
    await this.#transfers.get(transferId)?.end();
    this.#transfers.delete(transferId);
    if (this.#transfers.size > 0) return;
    clearInterval(this.#progress);
    this.#progress = undefined;
  }
}
