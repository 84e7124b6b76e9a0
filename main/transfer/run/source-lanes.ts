import type { Failure } from '../../../shared/errors.ts';
import type { Clock } from '../../kit/clock.ts';
import type { FetchThread } from './fetch-thread.ts';
import type { Source } from '../fetcher.ts';

/** Requests under way on a lane: two on the wire, one being written. */
export const LANE_DEPTH = 3;

/** The pauses before a lost source is tried again, in milliseconds; after the last it is given up. */
const RETRY_PAUSES_MS = [100, 400, 1_000, 2_000];

/** One data connection, as the main thread sees it. */
export interface OpenLane {
  readonly laneId: number;
  readonly thread: FetchThread;
}

export interface SourceLanesDeps {
  readonly clock: Clock;
  readonly open: (source: Source) => OpenLane;
  readonly close: (lane: OpenLane) => void;
}

interface LaneState extends OpenLane {
  isOpen: boolean;
  underWay: number;
}

/** The lanes to one source for one transfer; lost ones are tried again for a while. */
export class SourceLanes {
  readonly source: Source;

  readonly #deps: SourceLanesDeps;
  readonly #count: number;
  readonly #lanes = new Map<number, LaneState>();
  #failures = 0;
  #cancelRetry: (() => void) | undefined;

  /** At most `count` lanes. */
  constructor(source: Source, count: number, deps: SourceLanesDeps) {
    this.source = source;
    this.#count = count;
    this.#deps = deps;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether requests can be dealt to it: it is connected, or has not failed yet. */
  get isReachable(): boolean {
    return this.#failures === 0 || [...this.#lanes.values()].some(({ isOpen }) => isOpen);
  }

  /** Whether there is no connection to it, and none is tried for any more. */
  get isLost(): boolean {
    return this.#lanes.size === 0 && this.#cancelRetry === undefined;
  }

  /** Opens the lanes that are missing. */
  open(): void {
    while (this.#lanes.size < this.#count) {
      const lane = this.#deps.open(this.source);
      this.#lanes.set(lane.laneId, { ...lane, isOpen: false, underWay: 0 });
    }
  }

  /** Closes all lanes for good. */
  close(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    for (const lane of this.#lanes.values()) this.#deps.close(lane);
    this.#lanes.clear();
  }

  opened(laneId: number): void {
    const lane = this.#lanes.get(laneId);
    if (lane !== undefined) lane.isOpen = true;
  }

  /** A lane has closed by itself; tries again soon, unless that makes no sense any more. */
  closed(laneId: number, failure: Failure): void {
    const lane = this.#lanes.get(laneId);
    if (lane === undefined) return;
    this.#lanes.delete(laneId);
    this.#deps.close(lane);
    if (this.#cancelRetry !== undefined) return;
    const pauseMs = RETRY_PAUSES_MS[this.#failures];
    this.#failures += 1;
    if (pauseMs === undefined || isFinal(failure)) return;
    this.#cancelRetry = this.#deps.clock.after(pauseMs, () => {
      this.#cancelRetry = undefined;
      this.open();
    });
  }

  /** Something good has come, so earlier failures count no more. */
  delivered(): void {
    this.#failures = 0;
  }

  /** The open lane with least under way, if that is less than `depth` requests. */
  freeLane(depth: number): OpenLane | undefined {
    const open = [...this.#lanes.values()].filter((lane) => lane.isOpen && lane.underWay < depth);
    return open.sort((left, right) => left.underWay - right.underWay)[0];
  }

  /** Notes that a lane has been given a request, or is done with one. */
  noteRequests(laneId: number, change: 1 | -1): void {
    const lane = this.#lanes.get(laneId);
    if (lane !== undefined) lane.underWay += change;
  }
}

// Another peer answers there, or one that breaks the protocol: that will not change.
function isFinal({ code }: Failure): boolean {
  return code === 'peer-refused' || code === 'bad-argument';
}
