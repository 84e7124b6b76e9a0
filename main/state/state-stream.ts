import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { WindowSettings } from '../../shared/window/settings.ts';
import type {
  AppState,
  Change,
  NoticeRow,
  PersonRow,
  SelfRow,
  StateFrame,
} from '../../shared/window/state.ts';
import type { EngineView } from '../engine/engine-view.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import { changesBetween } from './changes.ts';
import { dirtyBy } from './dirty.ts';
import { type Facts, learn, NO_FACTS } from './facts.ts';
import type { LaunchFacts } from './game-card.ts';
import { withNotice, withoutNotice } from './notices.ts';
import { blankState, project, type RowSources } from './projector.ts';
import { SpeedMeter } from './speed-meter.ts';
import { UploadSpeeds } from './upload-speeds.ts';

/** At least so long between two frames: 15 a second. */
export const FRAME_MS = 67;

/** Windows wait for the own games before their first frame, but no longer than this. */
export const FIRST_LOOK_MS = 2_000;

/** So often the own speed is looked at, in milliseconds. */
export const TICK_MS = 1_000;

/** The disk is asked for its free space once in so many ticks. */
const TICKS_PER_DISK_LOOK = 10;

export interface StateStreamDeps {
  readonly view: EngineView;
  readonly events: Pick<EventHub<EngineEvent>, 'listen'>;
  readonly clock: Clock;
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly platform: SelfRow['platform'];
  readonly settings: () => WindowSettings;
  readonly launch: (gameId: GameId) => LaunchFacts;
  readonly installedBytes: (gameId: GameId) => number | undefined;
  readonly cover: (game: CatalogGame) => string | undefined;
}

/** One who is told frames. */
export interface Watch {
  /** The next frame is a snapshot. */
  resync(): void;
  stop(): void;
}

interface Watcher {
  readonly tell: (frame: StateFrame) => void;
  needsSnapshot: boolean;
}

/** Tells windows the state: one snapshot, then numbered patches, however many events there are. */
export class StateStream {
  readonly #deps: StateStreamDeps;
  readonly #sources: RowSources;
  readonly #watchers = new Set<Watcher>();
  readonly #upload = new SpeedMeter();
  readonly #uploads = new UploadSpeeds();
  #facts: Facts = NO_FACTS;
  // What the last frame left windows with.
  #sent: AppState;
  #revision = 0;
  #dirtyGames: Set<GameId>;
  #arePeopleDirty = true;
  #lastFrameMs = -FRAME_MS;
  #cancelFrame: (() => void) | undefined;
  // Before the own games are known every game looks as if nobody had it; that is not worth showing.
  #isHeldBack = true;
  #freeBytes: number | null = null;
  #stops: readonly (() => void)[] = [];

  constructor(deps: StateStreamDeps) {
    this.#deps = deps;
    this.#dirtyGames = new Set(deps.catalog.keys());
    this.#sources = {
      catalog: deps.catalog,
      row: (gameId) => deps.view.game(gameId),
      launch: deps.launch,
      installedBytes: deps.installedBytes,
      cover: deps.cover,
      people: () => this.#people(),
      self: () => this.#self(),
      settings: deps.settings,
    };
    this.#sent = blankState(this.#sources);
  }

  /** Follows the events from here on. */
  start(): void {
    const unlisten = this.#deps.events.listen((event) => {
      this.#hear(event);
    });
    const unhold = this.#deps.clock.after(FIRST_LOOK_MS, () => {
      this.#showFirst();
    });
    this.#stops = [unlisten, unhold, this.#tickEvery()];
  }

  /** Tells nobody anything more. */
  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#watchers.clear();
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
  }

  /** Tells `tell` a snapshot soon, then patches. */
  watch(tell: (frame: StateFrame) => void): Watch {
    const watcher: Watcher = { tell, needsSnapshot: true };
    this.#watchers.add(watcher);
    this.#schedule();
    return {
      resync: () => {
        watcher.needsSnapshot = true;
        this.#schedule();
      },
      stop: () => {
        this.#watchers.delete(watcher);
      },
    };
  }

  /** Something about a game has changed that no event tells: it runs, or can be played. */
  touch(gameId: GameId): void {
    this.#dirtyGames.add(gameId);
    this.#schedule();
  }

  /** The settings have changed. */
  touchSettings(): void {
    this.#schedule();
  }

  /** Shows a message. */
  notify(message: Omit<NoticeRow, 'id'>): void {
    this.#facts = { ...this.#facts, notices: withNotice(this.#facts.notices, message) };
    this.#schedule();
  }

  /** Takes a message away that the player has read. */
  dismiss(noticeId: number): void {
    this.#facts = { ...this.#facts, notices: withoutNotice(this.#facts.notices, noticeId) };
    this.#schedule();
  }

  #hear(event: EngineEvent): void {
    const { clock, catalog } = this.#deps;
    const { games, people } = dirtyBy(event, this.#facts.local, this.#sent);
    this.#facts = learn(this.#facts, event, {
      nowMs: clock.monotonicMs(),
      wallMs: clock.nowMs(),
      titleOf: (gameId) => catalog.get(gameId)?.title ?? gameId,
    });
    for (const gameId of games) this.#dirtyGames.add(gameId);
    this.#arePeopleDirty ||= people;
    if (event.type === 'local-library-changed') this.#showFirst();
    else this.#schedule();
  }

  // At once: whatever a start still has to do comes after what a player waits for.
  #showFirst(): void {
    const isFirst = this.#isHeldBack;
    this.#isHeldBack = false;
    if (isFirst && this.#watchers.size > 0) this.#tellFrame();
    else this.#schedule();
  }

  #schedule(): void {
    if (this.#isHeldBack || this.#cancelFrame || this.#watchers.size === 0) return;
    const waitMs = this.#lastFrameMs + FRAME_MS - this.#deps.clock.monotonicMs();
    this.#cancelFrame = this.#deps.clock.after(Math.max(0, waitMs), () => {
      this.#cancelFrame = undefined;
      this.#tellFrame();
    });
  }

  #tellFrame(): void {
    this.#lastFrameMs = this.#deps.clock.monotonicMs();
    const dirty = { games: this.#dirtyGames, people: this.#arePeopleDirty };
    const state = project(this.#sent, dirty, this.#facts, this.#sources);
    const changes = changesBetween(this.#sent, state);
    this.#dirtyGames = new Set();
    this.#arePeopleDirty = false;
    this.#sent = state;
    if (changes.length > 0) this.#revision += 1;
    for (const watcher of this.#watchers) this.#tellOne(watcher, changes);
  }

  #tellOne(watcher: Watcher, changes: readonly Change[]): void {
    const revision = this.#revision;
    if (watcher.needsSnapshot) {
      watcher.needsSnapshot = false;
      watcher.tell({ type: 'snapshot', revision, state: this.#sent });
    } else if (changes.length > 0) {
      watcher.tell({ type: 'patch', revision, changes });
    }
  }

  #tickEvery(): () => void {
    let cancel = (): void => undefined;
    let ticks = 0;
    const tick = (): void => {
      cancel = this.#deps.clock.after(TICK_MS, tick);
      this.#lookAtUploads();
      if (ticks % TICKS_PER_DISK_LOOK === 0) void this.#lookAtDisk();
      ticks += 1;
      this.#schedule();
    };
    tick();
    return () => {
      cancel();
    };
  }

  #lookAtUploads(): void {
    const { clock, view } = this.#deps;
    const nowMs = clock.monotonicMs();
    this.#upload.look(view.uploadedBytes(), nowMs);
    const peers = view.peers().map(({ peerId }) => peerId);
    const isNews = this.#uploads.look(peers, (peerId) => view.uploadedBytes(peerId), nowMs);
    this.#arePeopleDirty ||= isNews;
  }

  async #lookAtDisk(): Promise<void> {
    this.#freeBytes = await this.#deps.view.freeBytes().catch(() => null);
    this.#schedule();
  }

  #people(): readonly PersonRow[] {
    return this.#deps.view.peers().map(({ peerId, name, address, via, games }) => {
      const link = this.#deps.view.link(peerId);
      return { peerId, name, address, via, games, link, uploadSpeed: this.#uploads.of(peerId) };
    });
  }

  #self(): Omit<SelfRow, 'downloadSpeed'> {
    const { peerId, name, address, version, gamesDir, sharing } = this.#deps.view.status();
    return {
      ...{ peerId, name, address, version },
      platform: this.#deps.platform,
      gamesFolder: gamesDir,
      freeBytes: this.#freeBytes,
      isSharing: sharing,
      outOfReach: this.#deps.view.outOfReach().map((peer) => peer.name),
      uploadSpeed: this.#upload.bytesPerSecond,
    };
  }
}
