import type { PeerId } from '../../../shared/domain/ids.ts';
import type { LanspreadError } from '../../../shared/errors.ts';
import type { Clock } from '../../kit/clock.ts';
import { Deferred } from '../../kit/deferred.ts';
import { BlockFlusher } from './block-flusher.ts';
import { Hopes } from './hopes.ts';
import type { TransferListener } from './fetch-crew.ts';
import type { LaneReport } from '../fetch-messages.ts';
import type { FetchThread } from './fetch-thread.ts';
import type { Source, Transfer, TransferEvent, TransferPlan, TransferResult } from '../fetcher.ts';
import { Planner } from '../plan/planner.ts';
import type { Layout } from '../plan/requests.ts';
import { RequestExchange } from './request-exchange.ts';
import { SourceRoster } from './source-roster.ts';
import { cancelled, noSourceLeft } from './transfer-failures.ts';
import { keptBytes, TransferTally } from './transfer-tally.ts';
import type { TransferThreads } from './transfer-threads.ts';

/** How often progress is told and silent sources are noticed, in milliseconds. */
const TICK_MS = 100;

export interface TransferRunDeps {
  readonly plan: TransferPlan;
  readonly layout: Layout;
  readonly threads: TransferThreads;
  readonly clock: Clock;
  readonly self: PeerId;
  readonly onEvent: (event: TransferEvent) => void;
}

/** One transfer: its sources, how it goes on, and how it ends, with all that has come made durable. */
export class TransferRun implements Transfer, TransferListener {
  readonly #deps: TransferRunDeps;
  readonly #planner: Planner;
  readonly #roster: SourceRoster;
  readonly #flusher: BlockFlusher;
  readonly #tally: TransferTally;
  readonly #hopes: Hopes;
  readonly #exchange: RequestExchange;
  readonly #outcome = new Deferred<TransferResult>();
  #startedMs = 0;
  #cancelTick: (() => void) | undefined;
  #unlisten: (() => void) | undefined;
  #isEnding = false;

  constructor(deps: TransferRunDeps) {
    const { clock, layout, plan, self, threads } = deps;
    this.#deps = deps;
    this.#hopes = new Hopes(clock);
    this.#tally = new TransferTally(keptBytes(layout, plan.verified));
    this.#planner = new Planner(layout, plan.verified, self);
    this.#flusher = new BlockFlusher({
      clock,
      layout,
      threads,
      isVerified: (block) => this.#planner.isVerified(block),
      onEvent: deps.onEvent,
      onFailure: (error) => {
        this.#end(error);
      },
    });
    this.#roster = new SourceRoster({
      planner: this.#planner,
      lanesEach: threads.lanesEach,
      clock,
      open: (source) => threads.openLane(source),
      close: (lane) => {
        threads.closeLane(lane);
      },
      onDropped: (peerId, reason) => {
        this.#planner.dropPartial(peerId);
        this.#emit({ type: 'source-dropped', peerId, reason });
      },
    });
    this.#exchange = new RequestExchange({
      ...{ layout, threads, planner: this.#planner, roster: this.#roster },
      ...{ flusher: this.#flusher, tally: this.#tally, emit: deps.onEvent },
      nowMs: () => clock.monotonicMs(),
      forgetPartial: (peerId) => {
        this.#forgetPartial(peerId);
      },
      diskFailed: (error) => {
        this.#end(error);
      },
    });
  }

  get done(): Promise<TransferResult> {
    return this.#outcome.promise;
  }

  start(signal: AbortSignal): void {
    const { clock, plan, threads } = this.#deps;
    this.#startedMs = clock.monotonicMs();
    threads.start(this);
    const cancel = (): void => {
      this.#end(cancelled(signal.reason));
    };
    signal.addEventListener('abort', cancel);
    this.#unlisten = () => {
      signal.removeEventListener('abort', cancel);
    };
    this.#outcome.promise.catch(() => undefined);
    if (signal.aborted) cancel();
    this.#attempt(() => {
      for (const source of plan.sources) this.#roster.add(source);
    });
    this.#tick();
  }

  addSource(source: Source): void {
    this.#attempt(() => {
      this.#planner.dropPartial(source.peerId);
      this.#roster.add(source);
    });
  }

  removeSource(peerId: PeerId): void {
    this.#attempt(() => {
      this.#planner.dropPartial(peerId);
      this.#roster.remove(peerId);
    });
  }

  addPartial(source: Source, has: Uint8Array): void {
    const { peerId } = source;
    this.#attempt(() => {
      const isWhole = this.#roster.has(peerId) && !this.#planner.isPartial(peerId);
      // Without hashes known beforehand, nothing would say whose bytes are right.
      if (isWhole || this.#roster.isLiar(peerId) || !this.#deps.plan.blockHashes) return;
      this.#planner.setPartial(peerId, has, this.#nowMs());
      this.#roster.add(source);
    });
  }

  addToPartial(peerId: PeerId, blocks: readonly number[], coming: readonly number[]): void {
    this.#attempt(() => {
      this.#planner.noteComing(coming, this.#nowMs());
      this.#planner.addToPartial(peerId, blocks);
    });
  }

  removePartial(peerId: PeerId): void {
    this.#attempt(() => {
      this.#forgetPartial(peerId);
    });
  }

  onReport(report: LaneReport): void {
    try {
      this.#exchange.hear(report);
      this.#goOn();
    } catch (error) {
      this.#end(error);
    }
  }

  onDeath(thread: FetchThread, reason: LanspreadError): void {
    if (this.#deps.threads.has(thread)) this.#end(reason);
  }

  #attempt(step: () => void): void {
    if (this.#isEnding) return;
    try {
      step();
      this.#goOn();
    } catch (error) {
      this.#end(error);
    }
  }

  #goOn(): void {
    if (this.#isEnding) return;
    if (this.#planner.isComplete) this.#end(undefined);
    else if (this.#roster.isEmpty || this.#hopes.areGone(this.#planner.canGoOn))
      this.#end(noSourceLeft(this.#deps.plan.gameId, this.#roster.wereAllLiars));
    else this.#exchange.handOut();
  }

  #forgetPartial(peerId: PeerId): void {
    if (!this.#planner.isPartial(peerId)) return;
    this.#roster.forget(peerId);
    this.#planner.dropPartial(peerId);
  }

  #tick(): void {
    if (this.#isEnding) return;
    this.#cancelTick = this.#deps.clock.after(TICK_MS, () => {
      this.#attempt(() => {
        this.#tellProgress();
      });
      this.#tick();
    });
  }

  #tellProgress(): void {
    const sources = this.#roster.active.map(({ source: { peerId } }) => ({
      peerId,
      bytes: this.#tally.of(peerId),
      bytesPerSecond: this.#planner.health(peerId)?.speed(this.#nowMs()) ?? 0,
    }));
    const bytesPerSecond = sources.reduce((sum, source) => sum + source.bytesPerSecond, 0);
    const { bytesDone } = this.#tally;
    this.#emit({ type: 'transfer-progress', bytesDone, bytesPerSecond, sources });
  }

  // Whatever the end is, what has come is made durable and told first.
  #end(error: unknown): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#cancelTick?.();
    this.#unlisten?.();
    this.#close().then(
      () => {
        if (error === undefined) this.#outcome.resolve(this.#result());
        else this.#outcome.reject(error as Error);
      },
      (late: unknown) => {
        this.#outcome.reject((error ?? late) as Error);
      },
    );
  }

  async #close(): Promise<void> {
    const { threads } = this.#deps;
    this.#roster.close();
    await threads.halt();
    try {
      await this.#flusher.finish();
    } finally {
      await threads.end();
    }
  }

  #result(): TransferResult {
    const seconds = (this.#nowMs() - this.#startedMs) / 1_000;
    return { sources: this.#tally.sources(), seconds };
  }

  #emit(event: TransferEvent): void {
    this.#deps.onEvent(event);
  }

  #nowMs(): number {
    return this.#deps.clock.monotonicMs();
  }
}
