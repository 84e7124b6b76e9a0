import type { PeerId } from '../../../shared/domain/ids.ts';
import { fromFailure, type LanspreadError } from '../../../shared/errors.ts';
import type { Clock } from '../../kit/clock.ts';
import { Deferred } from '../../kit/deferred.ts';
import { HASH_BYTES } from '../../manifest/blake3.ts';
import { BlockFlusher } from './block-flusher.ts';
import { Hopes } from './hopes.ts';
import { blockAt, bytesOf } from '../../manifest/blocks.ts';
import type { TransferListener } from './fetch-crew.ts';
import type { LaneReport } from '../fetch-messages.ts';
import type { FetchThread } from './fetch-thread.ts';
import type { Source, Transfer, TransferEvent, TransferPlan, TransferResult } from '../fetcher.ts';
import { Planner } from '../plan/planner.ts';
import type { Layout } from '../plan/requests.ts';
import { LANE_DEPTH, type SourceLanes } from './source-lanes.ts';
import { RequestsUnderWay, type UnderWay } from './requests-under-way.ts';
import { SourceRoster } from './source-roster.ts';
import type { BlockRequest } from '../plan/source-work.ts';
import { cancelled, noSourceLeft } from './transfer-failures.ts';
import { keptBytes, TransferTally } from './transfer-tally.ts';
import type { TransferThreads } from './transfer-threads.ts';
import type { VerifiedBlock } from './unflushed-blocks.ts';

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

type Finished = Extract<LaneReport, { type: 'request-finished' }>;

/** One transfer: hands out requests, takes in what comes, and tells what has become durable. */
export class TransferRun implements Transfer, TransferListener {
  readonly #deps: TransferRunDeps;
  readonly #planner: Planner;
  readonly #roster: SourceRoster;
  readonly #flusher: BlockFlusher;
  readonly #tally: TransferTally;
  readonly #hopes: Hopes;
  readonly #underWay = new RequestsUnderWay();
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
      this.#hear(report);
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
    else this.#handOut();
  }

  // Each lane gets its first request before any gets its second.
  #handOut(): void {
    for (let depth = 1; depth <= LANE_DEPTH; depth += 1) {
      for (const lanes of this.#roster.active) this.#fill(lanes, depth);
    }
  }

  #fill(lanes: SourceLanes, depth: number): void {
    const { source } = lanes;
    for (let lane = lanes.freeLane(depth); lane; lane = lanes.freeLane(depth)) {
      const request = this.#planner.next(source.peerId, this.#nowMs());
      if (request === undefined) return;
      this.#underWay.add({ request, lane, source });
      lanes.noteRequests(lane.laneId, 1);
      this.#deps.threads.fetch(lane, request);
      if (!request.byHash) this.#emit({ type: 'blocks-asked', blocks: request.blocks });
    }
  }

  #hear(report: LaneReport): void {
    switch (report.type) {
      case 'lane-opened':
        this.#roster.laneOpened(report.laneId);
        return;
      case 'lane-closed':
        this.#roster.laneClosed(report.laneId, report.failure);
        return;
      case 'progress':
        this.#progressed(report.requestId, report.received);
        return;
      case 'request-finished':
        this.#finished(report);
        return;
      case 'request-refused':
        this.#refused(report.requestId);
        return;
      case 'request-void':
        this.#giveBack(report.requestId);
        return;
      case 'disk-failed':
        this.#end(fromFailure(report.failure));
        return;
    }
  }

  #progressed(requestId: number, received: number): void {
    const underWay = this.#underWay.find(requestId);
    if (underWay) this.#planner.progressed(underWay.request, received, this.#nowMs());
  }

  #finished(report: Finished): void {
    const { request, source } = this.#settle(report.requestId);
    const fresh = new Set(this.#planner.finished(request, report, this.#nowMs()));
    const verified = report.good.map((block, at): VerifiedBlock => {
      const hash = report.hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
      return { block, hash, source };
    });
    this.#flusher.add(verified.filter(({ block }) => fresh.has(block)));
    this.#tally.add(source, bytesOf(this.#deps.layout.blocks, [...fresh]));
    if (fresh.size > 0) this.#emit({ type: 'blocks-verified', blocks: [...fresh] });
    if (fresh.size > 0) this.#roster.find(source.peerId)?.delivered();
    for (const block of report.bad) this.#reject(block, source);
  }

  #reject(block: number, source: Source): void {
    const health = this.#planner.health(source.peerId);
    if (health === undefined) return;
    const { path, offset, length } = blockAt(this.#deps.layout.blocks, block);
    const reason = 'the bytes do not have the hash that they should have';
    this.#emit({ type: 'range-rejected', range: { path, offset, length, ...source }, reason });
    if (!health.blame()) this.#roster.dropLiar(source.peerId);
  }

  // A download that has ended gives nothing by hash any more; soon it is a whole copy, or gone.
  #refused(requestId: number): void {
    const { byHash, peerId } = this.#giveBack(requestId);
    if (byHash) this.#forgetPartial(peerId);
    else this.#roster.dropUseless(peerId, 'it does not serve this version any more');
  }

  #forgetPartial(peerId: PeerId): void {
    if (!this.#planner.isPartial(peerId)) return;
    this.#roster.forget(peerId);
    this.#planner.dropPartial(peerId);
  }

  #giveBack(requestId: number): BlockRequest {
    const { request } = this.#settle(requestId);
    this.#planner.giveBack(request, this.#nowMs());
    return request;
  }

  #settle(requestId: number): UnderWay {
    const underWay = this.#underWay.take(requestId);
    const { lane, source } = underWay;
    this.#roster.find(source.peerId)?.noteRequests(lane.laneId, -1);
    return underWay;
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
