import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import type { MessagePort } from 'node:worker_threads';
import type { Clock } from '../kit/clock.ts';
import type { Identity } from '../wire/identity.ts';
import { type Blocks, numberBlocks } from '../manifest/blocks.ts';
import { cutChunks } from './plan/chunks.ts';
import { DownloadLimit } from './download-limit.ts';
import { FetchCrew } from './run/fetch-crew.ts';
import type { FetchQuestion, TransferOrder } from './fetch-messages.ts';
import type {
  DescriptorRequest,
  Fetcher,
  ReuseJob,
  Source,
  Transfer,
  TransferEvent,
  TransferPlan,
} from './fetcher.ts';
import { TransferRun } from './run/transfer-run.ts';
import { TransferThreads } from './run/transfer-threads.ts';

// Source and build differ only in their extension, and so do their workers.
const WORKER = new URL(`./worker/fetch-worker${extname(import.meta.url)}`, import.meta.url);

/** Workers at most; one core is left for everything else. */
const MAX_WORKERS = 4;

/** Requests whose bytes all workers together may hold in memory: 24 times 4 MiB. */
const MAX_BUFFERS = 24;

export interface WorkerFetcherDeps {
  readonly identity: Identity;
  readonly name: string;
  readonly appVersion: string;
  readonly clock: Clock;
  /** A line to the net worker for each fetching thread; without it, no peer is asked to call back. */
  readonly openLine?: () => MessagePort;
  /** Told of bugs, for the log. */
  readonly onFault: (error: unknown) => void;
}

export interface WorkerFetcherOptions {
  readonly workers?: number;
  readonly worker?: URL;
  /** How long a source may be silent while an answer is due, in milliseconds; default `DATA_STALL_MS`. */
  readonly stallMs?: number;
}

/** Fetches in a few worker threads, started when they are needed; make one for the whole program. */
export class WorkerFetcher implements Fetcher {
  readonly #deps: WorkerFetcherDeps;
  readonly #limit = new DownloadLimit(DownloadLimit.newMemory(), () => process.hrtime.bigint());
  readonly #crew: FetchCrew;
  #lastTransferId = 0;

  constructor(deps: WorkerFetcherDeps, options: WorkerFetcherOptions = {}) {
    const { identity, name, appVersion, openLine = () => undefined, onFault } = deps;
    const workers =
      options.workers ?? Math.min(MAX_WORKERS, Math.max(1, availableParallelism() - 1));
    const buffers = Math.floor(MAX_BUFFERS / workers);
    const { stallMs } = options;
    const hello = { name, appVersion };
    const setup = { identity, hello, stallMs, limit: this.#limit.memory, buffers };
    this.#deps = deps;
    const worker = options.worker ?? WORKER;
    this.#crew = new FetchCrew({ worker, setup, openLine, onFault }, workers);
  }

  warmUp(): void {
    this.#crew.warmUp();
  }

  stop(): Promise<void> {
    return this.#crew.stop();
  }

  fetchDescriptors(
    sources: readonly Source[],
    request: DescriptorRequest,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    return this.#ask({ type: 'descriptors', sources, request }, signal);
  }

  begin(
    plan: TransferPlan,
    onEvent: (event: TransferEvent) => void,
    signal: AbortSignal,
  ): Transfer {
    const blocks = numberBlocks(plan.outline);
    const layout = { blocks, chunks: cutChunks(blocks) };
    const threads = new TransferThreads(this.#crew, this.#order(plan, blocks));
    const { clock, identity } = this.#deps;
    const self = identity.peerId;
    const run = new TransferRun({ plan, layout, threads, clock, self, onEvent });
    run.start(signal);
    return run;
  }

  checkStaging(
    plan: Pick<TransferPlan, 'outline' | 'stagingFolder'> & { readonly blockHashes: Uint8Array },
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const { outline, stagingFolder, blockHashes } = plan;
    return this.#ask({ type: 'check-staging', outline, stagingFolder, blockHashes }, signal);
  }

  reuseCopy(job: ReuseJob, signal: AbortSignal): Promise<Uint8Array> {
    return this.#ask({ type: 'reuse-copy', job }, signal);
  }

  setDownloadLimit(bytesPerSecond: number): void {
    this.#limit.setRate(bytesPerSecond);
  }

  #order(plan: TransferPlan, blocks: Blocks): TransferOrder {
    const { gameId, version, outline, blockHashes, stagingFolder, verified } = plan;
    const claims = new SharedArrayBuffer(blocks.count);
    new Uint8Array(claims).set(verified.subarray(0, blocks.count));
    this.#lastTransferId += 1;
    const transferId = this.#lastTransferId;
    return { transferId, gameId, version, outline, blockHashes, stagingFolder, claims };
  }

  async #ask(
    question: Extract<FetchQuestion, { type: 'descriptors' | 'check-staging' | 'reuse-copy' }>,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const thread = this.#crew.engage();
    try {
      return await thread.ask(question, signal);
    } finally {
      this.#crew.release(thread);
    }
  }
}
