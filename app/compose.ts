import { mkdir } from 'node:fs/promises';
import type { Catalog } from '../main/catalog/catalog.ts';
import { readCatalog } from '../main/catalog/catalog.ts';
import { Cards } from '../main/discovery/cards.ts';
import { Discovery } from '../main/discovery/discovery.ts';
import { RoomAddresses } from '../main/discovery/room-addresses.ts';
import { Engine } from '../main/engine/engine.ts';
import { DiskGameFolder } from '../main/game-folder/disk-game-folder.ts';
import { freeBytes } from '../main/game-folder/free-space.ts';
import { nodeDisk } from '../main/game-folder/node-disk.ts';
import { SwitchThread } from '../main/game-folder/switch-thread.ts';
import { WorkerInstaller } from '../main/install/worker-installer.ts';
import { systemClock as clock } from '../main/kit/clock.ts';
import type { EventHub } from '../main/kit/event-hub.ts';
import type { Logger } from '../main/kit/logger.ts';
import type { Library } from '../main/library/library.ts';
import { WorkerLibrary } from '../main/library/worker-library.ts';
import type { SettingTable } from '../main/store/store.ts';
import { WorkerFetcher } from '../main/transfer/worker-fetcher.ts';
import { parseAddress } from '../main/wire/address.ts';
import { type Identity, loadIdentity } from '../main/wire/identity.ts';
import { WorkerNetwork } from '../main/wire/worker-network.ts';
import type { Peer } from '../shared/domain/peer.ts';
import { LanspreadError } from '../shared/errors.ts';
import type { EngineEvent } from '../shared/events.ts';
import { DiscoverySwitch } from './discovery-switch.ts';
import type { Flags } from './flags.ts';
import type { OpenState } from './open-state.ts';
import { packageVersion } from './package-version.ts';
import { chooseSettings, type Settings } from './settings.ts';

/** The whole program but its skin: an engine over real mechanisms. */
export interface Composition {
  readonly engine: Engine;
  readonly events: EventHub<EngineEvent>;
  readonly catalog: Catalog;
  readonly library: Pick<Library, 'measureFolder'>;
  /** What was chosen once, and is kept between two starts. */
  readonly kept: SettingTable;
  /** The limits at the start. */
  readonly limits: Pick<Settings, 'downloadLimit' | 'uploadLimit'>;
  /** Bytes a second over all peers; 0 = no limit. */
  setLimits(limits: Pick<Settings, 'downloadLimit' | 'uploadLimit'>): void;
  /** Looks for peers by itself, or does not. */
  setDiscovery(isOn: boolean): Promise<void>;
  /** As the engine's. */
  start: Engine['start'];
  /** Ends everything in reverse order; safe at any time after `compose`, and more than once. */
  stop(): Promise<void>;
}

/** What everything else is built on: who this peer is, and what it has chosen and remembered. */
interface Ground extends OpenState {
  readonly catalog: Catalog;
  readonly identity: Identity;
  readonly settings: Settings;
  readonly version: string;
}

export interface ComposeOptions {
  readonly flags: Flags;
  readonly log: Logger;
  /** Called when a command asks for the end of the program. */
  readonly askToStop: () => void;
}

/** Builds every part by hand, in order. Fails like the parts do; nothing is left open then. */
export async function compose(
  state: OpenState,
  { flags, log, askToStop }: ComposeOptions,
): Promise<Composition> {
  const ground = await prepareGround(state, flags);
  const { catalog, events, identity, onFault, settings, store, version } = ground;
  const { name } = settings;
  const self = { identity, name, appVersion: version };
  const network = new WorkerNetwork({ ...self, listen: settings.listen, onFault });
  const fetcher = new WorkerFetcher({
    ...self,
    clock,
    openLine: () => network.openLine(),
    onFault,
  });
  const library = new WorkerLibrary();
  // It comes up while the rest is composed.
  await library.start();
  const cards = new Cards(clock);
  const switching = new SwitchThread();
  const roomAddresses = new RoomAddresses({ clock });
  const mechanisms = {
    ...{ catalog: catalog.games, network, fetcher, library, store, events, clock, freeBytes },
    installer: new WorkerInstaller({ clock, log }),
    gameFolder: new DiskGameFolder(nodeDisk, switching),
    random: Math.random,
    cardAt: (host: string) => cards.at(host),
    isInRoom: roomAddresses.isFit.bind(roomAddresses),
    distanceTo: roomAddresses.distance.bind(roomAddresses),
  };
  const engine = new Engine(mechanisms, engineOptions(ground), askToStop);
  const setLimits: Composition['setLimits'] = (limits) => {
    network.setUploadLimit(limits.uploadLimit);
    fetcher.setDownloadLimit(limits.downloadLimit);
  };
  setLimits(settings);
  const discovery = new DiscoverySwitch(
    openDiscovery(ground, engine, roomAddresses),
    engine,
    settings.discovery,
  );
  events.listen((event) => {
    if (event.type === 'local-peer-renamed') announceAs(discovery, event);
  });
  return {
    ...{ engine, events, catalog, library, kept: store.settings, limits: settings, setLimits },
    setDiscovery: (isOn) => discovery.set(isOn),
    start: async (beforeListening) => {
      state.tellProblems();
      await engine.start(beforeListening);
      announceAs(discovery, engine.view.status());
    },
    stop: async () => {
      await discovery.stop();
      await engine.stop();
      await Promise.all([library.stop(), fetcher.stop(), switching.stop()]);
      store.close();
    },
  };
}

async function prepareGround(state: OpenState, flags: Flags): Promise<Ground> {
  const settings = chooseSettings(flags, state.store.settings);
  const catalog = await readCatalog(settings.catalogFile);
  await makeGamesFolder(settings.gamesFolder);
  const identity = await loadIdentity(state.stateFolder);
  return { ...state, catalog, identity, settings, version: packageVersion() };
}

function engineOptions({
  identity,
  settings,
  stateFolder,
  version,
}: Ground): ConstructorParameters<typeof Engine>[1] {
  const { peerId } = identity;
  const { connect, gamesFolder, listen, name } = settings;
  return { peerId, name, version, gamesFolder, stateFolder, listen, connect };
}

function openDiscovery(
  { events, onFault }: Ground,
  engine: Engine,
  roomAddresses: RoomAddresses,
): Discovery {
  const discovery = new Discovery({ clock, onFault });
  discovery.listen((event) => {
    if (event.type === 'found') engine.found(event);
    else if (event.type === 'network-changed') {
      roomAddresses.networkChanged();
      engine.networkChanged();
    } else events.emit({ type: 'diagnostic', code: 'io-error', message: event.message });
  });
  return discovery;
}

function announceAs(discovery: DiscoverySwitch, { peerId, name, address }: Peer): void {
  const listening = parseAddress(address);
  if (listening !== undefined) discovery.announce({ peerId, name, ...listening });
}

async function makeGamesFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new LanspreadError(
      'bad-argument',
      "The games folder can't be made. Check its disk and permissions, or choose another with --games-dir.",
      { cause: error },
    );
  }
}
