import type { Source } from '../fetcher.ts';
import type { BlockRequest } from '../plan/source-work.ts';
import type { OpenLane } from './source-lanes.ts';

/** A request that was handed to a lane, and the source it was for. */
export interface UnderWay {
  readonly request: BlockRequest;
  readonly lane: OpenLane;
  readonly source: Source;
}

/** The requests of one transfer that no report has ended yet. */
export class RequestsUnderWay {
  readonly #byId = new Map<number, UnderWay>();

  add(underWay: UnderWay): void {
    this.#byId.set(underWay.request.id, underWay);
  }

  find(requestId: number): UnderWay | undefined {
    return this.#byId.get(requestId);
  }

  /** Takes out a request that has ended; each ends once. */
  take(requestId: number): UnderWay {
    const underWay = this.#byId.get(requestId);
    if (underWay === undefined) throw new Error(`request ${requestId} was not under way`);
    this.#byId.delete(requestId);
    return underWay;
  }
}
