import { resolve } from 'node:path';
import type { CommandParams, CommandResult, Status } from '../../shared/commands.ts';
import type { CatalogGame, GameRow } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Address, Peer } from '../../shared/domain/peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { SettingTable } from '../store/store.ts';
import type { Connections } from './connections.ts';
import type { Doubts } from './doubts.ts';
import type { DownloadQueue } from './download-queue.ts';
import { gameRow } from './game-rows.ts';
import type { Installs } from './installs.ts';
import type { LinkDoctor } from './link-doctor.ts';
import type { Operations } from './operations.ts';
import type { OwnLibrary } from './own-library.ts';
import type { PeerDirectory } from './peer-directory.ts';
import type { Removals } from './removals.ts';
import type { CommandHandlers } from './run-command.ts';
import type { ServingGate } from './serving-gate.ts';
import type { Verifications } from './verification.ts';

/** The setting that keeps the games folder chosen by hand. */
export const GAMES_FOLDER_SETTING = 'games-folder';

export interface HandlersDeps {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly connections: Connections;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly gate: ServingGate;
  readonly directory: PeerDirectory;
  readonly doctor: LinkDoctor;
  readonly doubts: Doubts;
  readonly queue: DownloadQueue;
  readonly installs: Installs;
  readonly operations: Operations;
  readonly own: OwnLibrary;
  readonly removals: Removals;
  readonly verifications: Verifications;
  readonly settings: SettingTable;
  /** Aborted when the program ends. */
  readonly stopping: AbortSignal;
  /** Resolves once the library is scanned and the port is open. */
  readonly ready: () => Promise<unknown>;
  readonly self: () => Pick<Status, 'peerId' | 'name' | 'address' | 'stateDir' | 'version'>;
  /** This peer is called something else from now on. */
  readonly rename: (name: string) => void;
  readonly askToStop: () => void;
}

/** One handler a command; each waits for the start to be done, but `status` and `shutdown`. */
export function createHandlers(deps: HandlersDeps): CommandHandlers {
  const { connections, directory, installs, removals, verifications } = deps;
  const whenReady = afterStart(deps);
  const ofGame = forCatalogGames(deps);
  return {
    status: () => Promise.resolve(statusOf(deps)),
    connect: whenReady(({ address }) => connect(connections, address)),
    disconnect: whenReady(({ peerId }) => {
      connections.disconnect(peerId);
      return undefined;
    }),
    diagnose: whenReady(async () => ({ links: await deps.doctor.diagnose() })),
    'list-peers': whenReady(() => ({ peers: directory.rows() })),
    'list-games': whenReady(({ all }) => ({ games: gameRows(deps, all) })),
    'wait-peers': whenReady(async ({ count, timeoutMs }) => {
      await directory.waitFor(count, timeoutMs);
      return { peerCount: directory.count, peers: directory.rows() };
    }),
    download: ofGame((params) => download(deps.queue, params)),
    ...queueHandlers(deps, ofGame),
    install: ofGame(async ({ gameId }) => {
      await installs.install(gameId);
      return { gameId };
    }),
    uninstall: ofGame(async ({ gameId }) => {
      await installs.uninstall(gameId);
      return { gameId };
    }),
    remove: ofGame(async ({ gameId, keepInstall }) => {
      deps.operations.assertFree(gameId);
      deps.queue.drop(gameId);
      await removals.remove(gameId, keepInstall);
      return { gameId };
    }),
    verify: ofGame(({ gameId }) => verifications.verify(gameId)),
    manifest: ofGame(({ gameId }) => verifications.manifest(gameId, deps.stopping)),
    rescan: whenReady(async () => {
      await deps.own.scan(deps.stopping);
      return { games: deps.own.ready().length };
    }),
    'set-game-dir': whenReady(({ path }) => setGamesFolder(deps, path)),
    'set-name': whenReady(({ name }) => {
      deps.rename(name);
      return { name };
    }),
    'pause-sharing': whenReady(() => {
      share(deps, false);
      return undefined;
    }),
    'resume-sharing': whenReady(() => {
      share(deps, true);
      return undefined;
    }),
    shutdown: () => {
      deps.askToStop();
      return Promise.resolve(undefined);
    },
  };
}

function share({ events, gate, own }: HandlersDeps, isSharing: boolean): void {
  if (gate.isSharing === isSharing) return;
  gate.setSharing(isSharing, own.ready());
  events.emit({ type: 'sharing-changed', sharing: isSharing });
}

function queueHandlers(
  { queue, removals }: HandlersDeps,
  ofGame: OfGame,
): Pick<CommandHandlers, 'cancel' | 'pause' | 'resume' | 'move'> {
  return {
    cancel: ofGame(async ({ gameId, keep }) => {
      await queue.cancel(gameId);
      if (!keep) await removals.discardDownload(gameId);
      return undefined;
    }),
    pause: ofGame(async ({ gameId }) => {
      await queue.pause(gameId);
      return undefined;
    }),
    resume: ofGame(({ gameId }) => {
      queue.resume(gameId);
      return undefined;
    }),
    move: ofGame(({ gameId, position }) => {
      queue.move(gameId, position);
      return undefined;
    }),
  };
}

type OfGame = ReturnType<typeof forCatalogGames>;

type Work<Params, Result> = (params: Params) => Result | Promise<Result>;

function afterStart({
  ready,
}: HandlersDeps): <Params, Result>(
  work: Work<Params, Result>,
) => (params: Params) => Promise<Result> {
  return (work) => async (params) => {
    await ready();
    return work(params);
  };
}

// A game outside the catalog is not listed, served or fetched (S1).
function forCatalogGames({
  catalog,
  doubts,
  ready,
}: HandlersDeps): <Params extends { readonly gameId?: GameId | undefined }, Result>(
  work: Work<Params, Result>,
) => (params: Params) => Promise<Result> {
  return (work) => async (params) => {
    await ready();
    const { gameId } = params;
    if (gameId !== undefined && doubts.has(gameId)) await doubts.settle(gameId);
    if (gameId === undefined || catalog.has(gameId)) return work(params);
    throw new LanspreadError(
      'unknown-game',
      `${gameId} is not in the catalog. Check the id, or load a catalog that has it.`,
    );
  };
}

/** What this peer is, and what it is doing, right now. */
export function statusOf({
  directory,
  gate,
  operations,
  own,
  queue,
  self,
}: Pick<HandlersDeps, 'directory' | 'gate' | 'operations' | 'own' | 'queue' | 'self'>): Status {
  const { peerId, name, address, stateDir, version } = self();
  return {
    peerId,
    name,
    address,
    gamesDir: own.gamesFolder,
    stateDir,
    version,
    peers: directory.count,
    downloads: operations.count('Downloading'),
    queue: queue.entries(),
    sharing: gate.isSharing,
  };
}

async function connect(connections: Connections, to: Address): Promise<Peer> {
  const { peerId, name, address } = await connections.connect(to);
  return { peerId, name, address };
}

function gameRows(deps: HandlersDeps, all: boolean): readonly GameRow[] {
  const rows = [...deps.catalog.values()].map((game) => rowOf(deps, game));
  const isOfInterest = ({ peerCount, availability, queue }: GameRow): boolean =>
    peerCount > 0 || availability !== 'Absent' || queue !== null;
  return all ? rows : rows.filter(isOfInterest);
}

/** A game's row as it stands right now. */
export function rowOf(
  deps: Pick<HandlersDeps, 'directory' | 'operations' | 'own' | 'queue'>,
  game: CatalogGame,
): GameRow {
  const { directory, operations, own, queue } = deps;
  return gameRow(game, {
    own: own.find(game.id),
    operation: operations.kindOf(game.id),
    offers: directory.offersOf(game.id),
    queue: queue.placeOf(game.id),
  });
}

async function download(
  queue: DownloadQueue,
  { gameId, install, patient, wait }: CommandParams<'download'>,
): Promise<CommandResult<'download'>> {
  const done = queue.add(gameId, { install, patient });
  if (wait) return done;
  // Its end is told by an event; nobody waits for this promise.
  done.catch(() => undefined);
  return { gameId };
}

async function setGamesFolder(
  { operations, own, settings, stopping }: HandlersDeps,
  path: string,
): Promise<{ games: number }> {
  const [busy] = operations.active();
  if (busy !== undefined) {
    throw new LanspreadError(
      'operation-active',
      `The games folder can't be changed while ${busy} is being worked on. Wait, or cancel that.`,
    );
  }
  // The next start may be from elsewhere, where a relative path would be another.
  const gamesFolder = resolve(path);
  await own.moveTo(gamesFolder, stopping);
  settings.put(GAMES_FOLDER_SETTING, gamesFolder);
  return { games: own.ready().length };
}
