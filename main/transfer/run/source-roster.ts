import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors.ts';
import type { Source } from '../fetcher.ts';
import type { Planner } from '../plan/planner.ts';
import { type OpenLane, SourceLanes, type SourceLanesDeps } from './source-lanes.ts';

/** Lanes of one transfer at most: more would cost memory and bring nothing. */
const MAX_LANES = 16;

/** While there are at most so many sources, each gets all the lanes it may have. */
const FEW_SOURCES = 4;

export interface SourceRosterDeps extends SourceLanesDeps {
  /** Lanes of one source, while there are few. */
  readonly lanesEach: number;
  readonly planner: Pick<Planner, 'addSource' | 'removeSource' | 'setReachable' | 'isPartial'>;
  /** A source is not asked any more; the engine has not taken it away. */
  readonly onDropped: (peerId: PeerId, reason: string) => void;
}

/** The sources of one transfer: who is asked, who is kept in reserve, and who is asked no more. */
export class SourceRoster {
  readonly #deps: SourceRosterDeps;
  readonly #active = new Map<PeerId, SourceLanes>();
  readonly #reserve = new Map<PeerId, Source>();
  readonly #liars = new Set<PeerId>();
  readonly #peerOfLane = new Map<number, PeerId>();
  #hasLostOthers = false;

  constructor(deps: SourceRosterDeps) {
    this.#deps = deps;
  }

  /** Those that are asked. */
  get active(): readonly SourceLanes[] {
    return [...this.#active.values()];
  }

  get isEmpty(): boolean {
    return this.#active.size + this.#reserve.size === 0;
  }

  /** Whether each source that is gone was dropped for wrong bytes. */
  get wereAllLiars(): boolean {
    return this.#liars.size > 0 && !this.#hasLostOthers;
  }

  /** Takes a source in, or one that is back at another address; but none that gave wrong bytes. */
  add(source: Source): void {
    if (this.#liars.has(source.peerId)) return;
    const known = this.#active.get(source.peerId);
    if (known?.source.address === source.address) return;
    if (known !== undefined) this.#leave(known);
    this.#reserve.set(source.peerId, source);
    this.#callUp();
  }

  /** Whether a peer gave wrong bytes twice. */
  isLiar(peerId: PeerId): boolean {
    return this.#liars.has(peerId);
  }

  /** Whether a source is asked, or would be if there was room. */
  has(peerId: PeerId): boolean {
    return this.#active.has(peerId) || this.#reserve.has(peerId);
  }

  /** Takes a source out that is gone. */
  remove(peerId: PeerId): void {
    if (!this.#liars.has(peerId)) this.#hasLostOthers = true;
    this.forget(peerId);
  }

  /** Takes a source out without holding anything against it. */
  forget(peerId: PeerId): void {
    this.#reserve.delete(peerId);
    const known = this.#active.get(peerId);
    if (known !== undefined) this.#leave(known);
    this.#callUp();
  }

  /** Asks a source no more that gave wrong bytes. */
  dropLiar(peerId: PeerId): void {
    this.#liars.add(peerId);
    this.#drop(peerId, 'it gave wrong bytes twice');
  }

  /** Asks a source no more that can't serve. */
  dropUseless(peerId: PeerId, reason: string): void {
    this.#hasLostOthers = true;
    this.#drop(peerId, reason);
  }

  laneOpened(laneId: number): void {
    const lanes = this.#lanesOf(laneId);
    lanes?.opened(laneId);
    this.#tellReach(lanes);
  }

  /** A lane has closed by itself; a source without any is dropped after a few more tries. */
  laneClosed(laneId: number, failure: Failure): void {
    const lanes = this.#lanesOf(laneId);
    this.#peerOfLane.delete(laneId);
    lanes?.closed(laneId, failure);
    if (lanes?.isLost === true) this.dropUseless(lanes.source.peerId, 'it can not be reached');
    else this.#tellReach(lanes);
  }

  /** The lanes of an active source. */
  find(peerId: PeerId): SourceLanes | undefined {
    return this.#active.get(peerId);
  }

  /** Closes all lanes. */
  close(): void {
    for (const lanes of this.#active.values()) lanes.close();
  }

  #drop(peerId: PeerId, reason: string): void {
    const known = this.#active.get(peerId);
    if (known === undefined) return;
    this.#leave(known);
    this.#deps.onDropped(peerId, reason);
    this.#callUp();
  }

  #leave(lanes: SourceLanes): void {
    const { peerId } = lanes.source;
    lanes.close();
    this.#active.delete(peerId);
    this.#deps.planner.removeSource(peerId, this.#deps.clock.monotonicMs());
  }

  // From the reserve, as far as there is room for lanes; whole copies before partial ones.
  #callUp(): void {
    const { planner } = this.#deps;
    const waiting = [...this.#reserve];
    const whole = waiting.filter(([peerId]) => !planner.isPartial(peerId));
    const partial = waiting.filter(([peerId]) => planner.isPartial(peerId));
    for (const [peerId, source] of [...whole, ...partial]) {
      if (!this.#hasRoom && !planner.isPartial(peerId)) this.#sendAPartialBack();
      if (!this.#hasRoom) return;
      this.#reserve.delete(peerId);
      const count = this.#active.size < FEW_SOURCES ? this.#deps.lanesEach : 1;
      this.#join(new SourceLanes(source, count, { ...this.#deps, open: this.#open }));
    }
  }

  get #hasRoom(): boolean {
    return this.active.reduce((sum, { count }) => sum + count, 0) < MAX_LANES;
  }

  #sendAPartialBack(): void {
    const { planner } = this.#deps;
    const lanes = this.active.findLast(({ source }) => planner.isPartial(source.peerId));
    if (lanes === undefined) return;
    this.#leave(lanes);
    this.#reserve.set(lanes.source.peerId, lanes.source);
  }

  #join(lanes: SourceLanes): void {
    const { peerId } = lanes.source;
    this.#active.set(peerId, lanes);
    this.#deps.planner.addSource(peerId);
    lanes.open();
  }

  readonly #open = (source: Source): OpenLane => {
    const lane = this.#deps.open(source);
    this.#peerOfLane.set(lane.laneId, source.peerId);
    return lane;
  };

  #lanesOf(laneId: number): SourceLanes | undefined {
    const peerId = this.#peerOfLane.get(laneId);
    return peerId === undefined ? undefined : this.#active.get(peerId);
  }

  #tellReach(lanes: SourceLanes | undefined): void {
    if (lanes === undefined) return;
    const { clock, planner } = this.#deps;
    planner.setReachable(lanes.source.peerId, lanes.isReachable, clock.monotonicMs());
  }
}
