import type { PeerId } from '../../../shared/domain/ids.ts';
import { fromFailure } from '../../../shared/errors.ts';
import { HASH_BYTES } from '../../manifest/blake3.ts';
import { blockAt, bytesOf } from '../../manifest/blocks.ts';
import type { LaneReport } from '../fetch-messages.ts';
import type { Source, TransferEvent } from '../fetcher.ts';
import type { Planner } from '../plan/planner.ts';
import type { Layout } from '../plan/requests.ts';
import type { BlockRequest } from '../plan/source-work.ts';
import type { BlockFlusher } from './block-flusher.ts';
import { RequestsUnderWay, type UnderWay } from './requests-under-way.ts';
import { LANE_DEPTH, type SourceLanes } from './source-lanes.ts';
import type { SourceRoster } from './source-roster.ts';
import type { TransferTally } from './transfer-tally.ts';
import type { TransferThreads } from './transfer-threads.ts';
import type { VerifiedBlock } from './unflushed-blocks.ts';

export interface RequestExchangeDeps {
  readonly layout: Layout;
  readonly threads: Pick<TransferThreads, 'fetch'>;
  readonly planner: Planner;
  readonly roster: SourceRoster;
  readonly flusher: Pick<BlockFlusher, 'add'>;
  readonly tally: Pick<TransferTally, 'add'>;
  readonly nowMs: () => number;
  readonly emit: (event: TransferEvent) => void;
  /** A peer has nothing to give by hash any more. */
  readonly forgetPartial: (peerId: PeerId) => void;
  /** Nothing more can be written. */
  readonly diskFailed: (error: unknown) => void;
}

type Finished = Extract<LaneReport, { type: 'request-finished' }>;

/** The requests of one transfer: hands them out to lanes, and takes in what becomes of each. */
export class RequestExchange {
  readonly #deps: RequestExchangeDeps;
  readonly #underWay = new RequestsUnderWay();

  constructor(deps: RequestExchangeDeps) {
    this.#deps = deps;
  }

  /** Fills the lanes; each gets its first request before any gets its second. */
  handOut(): void {
    for (let depth = 1; depth <= LANE_DEPTH; depth += 1) {
      for (const lanes of this.#deps.roster.active) this.#fill(lanes, depth);
    }
  }

  hear(report: LaneReport): void {
    const { diskFailed, roster } = this.#deps;
    switch (report.type) {
      case 'lane-opened':
        roster.laneOpened(report.laneId);
        return;
      case 'lane-closed':
        roster.laneClosed(report.laneId, report.failure);
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
        diskFailed(fromFailure(report.failure));
        return;
    }
  }

  #fill(lanes: SourceLanes, depth: number): void {
    const { emit, nowMs, planner, threads } = this.#deps;
    const { source } = lanes;
    for (let lane = lanes.freeLane(depth); lane; lane = lanes.freeLane(depth)) {
      const request = planner.next(source.peerId, nowMs());
      if (request === undefined) return;
      this.#underWay.add({ request, lane, source });
      lanes.noteRequests(lane.laneId, 1);
      threads.fetch(lane, request);
      if (!request.byHash) emit({ type: 'blocks-asked', blocks: request.blocks });
    }
  }

  #progressed(requestId: number, received: number): void {
    const { nowMs, planner } = this.#deps;
    const underWay = this.#underWay.find(requestId);
    if (underWay) planner.progressed(underWay.request, received, nowMs());
  }

  #finished(report: Finished): void {
    const { emit, flusher, layout, nowMs, planner, roster, tally } = this.#deps;
    const { request, source } = this.#settle(report.requestId);
    const fresh = new Set(planner.finished(request, report, nowMs()));
    const verified = report.good.map((block, at): VerifiedBlock => {
      const hash = report.hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
      return { block, hash, source };
    });
    flusher.add(verified.filter(({ block }) => fresh.has(block)));
    tally.add(source, bytesOf(layout.blocks, [...fresh]));
    if (fresh.size > 0) emit({ type: 'blocks-verified', blocks: [...fresh] });
    if (fresh.size > 0) roster.find(source.peerId)?.delivered();
    for (const block of report.bad) this.#reject(block, source);
  }

  #reject(block: number, source: Source): void {
    const { emit, layout, planner, roster } = this.#deps;
    const health = planner.health(source.peerId);
    if (health === undefined) return;
    const { path, offset, length } = blockAt(layout.blocks, block);
    const reason = 'the bytes do not have the hash that they should have';
    emit({ type: 'range-rejected', range: { path, offset, length, ...source }, reason });
    if (!health.blame()) roster.dropLiar(source.peerId);
  }

  // A download that has ended gives nothing by hash any more; soon it is a whole copy, or gone.
  #refused(requestId: number): void {
    const { byHash, peerId } = this.#giveBack(requestId);
    if (byHash) this.#deps.forgetPartial(peerId);
    else this.#deps.roster.dropUseless(peerId, 'it does not serve this version any more');
  }

  #giveBack(requestId: number): BlockRequest {
    const { request } = this.#settle(requestId);
    this.#deps.planner.giveBack(request, this.#deps.nowMs());
    return request;
  }

  #settle(requestId: number): UnderWay {
    const underWay = this.#underWay.take(requestId);
    const { lane, source } = underWay;
    this.#deps.roster.find(source.peerId)?.noteRequests(lane.laneId, -1);
    return underWay;
  }
}
