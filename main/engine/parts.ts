import { join } from 'node:path';
import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Card } from '../../shared/domain/link.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { GameFolder } from '../game-folder/game-folder.ts';
import type { Installer } from '../install/installer.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { Library } from '../library/library.ts';
import type { Store } from '../store/store.ts';
import type { Fetcher } from '../transfer/fetcher.ts';
import type { Network } from '../wire/network.ts';
import { Acquaintances } from './acquaintances.ts';
import { BackgroundHashing } from './background-hashing.ts';
import { Connections } from './connections.ts';
import { DownloadJournal } from './download-journal.ts';
import { Doubts, leavesDoubt } from './doubts.ts';
import { DownloadRun } from './download-run.ts';
import { DownloadQueue } from './download-queue.ts';
import { Downloads } from './downloads.ts';
import { Installs } from './installs.ts';
import { KnownCopies } from './known-copies.ts';
import { LinkDoctor } from './link-doctor.ts';
import { LibrarySync } from './library-sync.ts';
import { MissedContent } from './missed-content.ts';
import { Operations } from './operations.ts';
import { OwnLibrary } from './own-library.ts';
import { PeerDirectory } from './peer-directory.ts';
import { PeerExchange } from './peer-exchange.ts';
import { Recovery } from './recovery.ts';
import { Removals } from './removals.ts';
import { ServingGate } from './serving-gate.ts';
import { Space } from './space.ts';
import { Swarm } from './swarm.ts';
import { Verifications } from './verification.ts';

/** What the engine decides over; each is made, started and closed by whoever composes it. */
export interface Mechanisms {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly network: Network;
  readonly fetcher: Fetcher;
  readonly library: Library;
  readonly installer: Installer;
  readonly gameFolder: GameFolder;
  readonly store: Store;
  readonly events: EventHub<EngineEvent>;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Free bytes on the volume of a folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
  /** The network card that has an address of this PC; null for none. */
  readonly cardAt: (host: string) => Promise<Card | null>;
  /** Whether an address that peers tell each other lies in this room, seen from the `otherEnd`'s session. */
  readonly isInRoom: (address: Address, otherEnd: Address) => boolean;
  /** The smaller, the faster the way to an address may be. */
  readonly distanceTo: (address: Address) => number;
}

/** The parts that decide, wired to each other. */
export interface Parts {
  readonly acquaintances: Acquaintances;
  readonly connections: Connections;
  readonly directory: PeerDirectory;
  readonly doctor: LinkDoctor;
  readonly exchange: PeerExchange;
  readonly queue: DownloadQueue;
  readonly gate: ServingGate;
  readonly hashing: BackgroundHashing;
  readonly installs: Installs;
  readonly missedContent: MissedContent;
  readonly operations: Operations;
  readonly doubts: Doubts;
  readonly own: OwnLibrary;
  readonly recovery: Recovery;
  readonly removals: Removals;
  readonly swarm: Swarm;
  readonly sync: LibrarySync;
  readonly verifications: Verifications;
}

type Room = Pick<
  Parts,
  'acquaintances' | 'connections' | 'directory' | 'doctor' | 'exchange' | 'swarm' | 'sync'
>;

/** Of this peer. */
interface Self {
  readonly gamesFolder: string;
  readonly peerId: PeerId;
  /** Where it listens. */
  readonly address: () => Address;
}

type Copies = Pick<
  Parts,
  'doubts' | 'gate' | 'hashing' | 'missedContent' | 'operations' | 'own' | 'recovery'
>;

interface Work {
  readonly parts: Omit<Parts, keyof Room | keyof Copies>;
  readonly followPeers: () => void;
}

interface Links {
  readonly folderOf: (gameId: GameId) => string;
  /** After any change among the peers. */
  readonly peersChanged: () => void;
  /** After the end of any operation. */
  readonly gameIsFree: () => void;
  readonly gate: () => ServingGate;
  readonly sync: () => LibrarySync;
}

/** Makes the parts and ties them together; who asks whom can be read off here. */
export function createParts(mechanisms: Mechanisms, self: Self): Parts {
  const links: Links = {
    folderOf: (gameId) => join(copies.own.gamesFolder, gameId),
    peersChanged: () => {
      work.followPeers();
    },
    gameIsFree: () => {
      work.parts.queue.gameIsFree();
    },
    gate: () => copies.gate,
    sync: () => room.sync,
  };
  const room = createRoom(mechanisms, links, self);
  const copies = createCopies(mechanisms, links, self.gamesFolder);
  const work = createWork(mechanisms, { ...room, ...copies }, links);
  return { ...room, ...copies, ...work.parts };
}

function createRoom(mechanisms: Mechanisms, links: Links, self: Self): Room {
  const { cardAt, catalog, clock, distanceTo, events, isInRoom, network, random, store } =
    mechanisms;
  const directory = new PeerDirectory({ catalog, events, clock, changed: links.peersChanged });
  const sync: LibrarySync = new LibrarySync({
    network,
    directory,
    clock,
    offers: () => links.gate().offers(),
    viaOf: (peerId) => connections.viaOf(peerId),
  });
  const connections = new Connections({ network, sync, events, clock, distanceTo, random });
  const sessionOf = sync.sessionOf.bind(sync);
  const swarm = new Swarm({ network, directory, sessionOf, clock });
  const isConnected = (peerId: PeerId): boolean => sessionOf(peerId) !== undefined;
  const { peers } = store;
  const acquaintances = new Acquaintances({ peers, connections, isConnected, clock });
  events.listen((event) => {
    acquaintances.follow(event);
  });
  const doctor = new LinkDoctor({
    ...{ network, directory, events, clock, cardAt, ownAddress: self.address },
  });
  const exchange = new PeerExchange({
    ...{ ownId: self.peerId, network, connections, clock, isFit: isInRoom },
    missed: (peerId, address) => {
      // Peers are named to each other without a name.
      doctor.missed({ peerId, name: address, address, isVouched: true });
    },
  });
  return { acquaintances, connections, directory, doctor, exchange, swarm, sync };
}

function createCopies(mechanisms: Mechanisms, links: Links, gamesFolder: string): Copies {
  const { catalog, clock, events, gameFolder, library, network, store } = mechanisms;
  const { blockHashes, installs, journal } = store;
  const { folderOf } = links;
  const operations: Operations = new Operations({
    begun: async (gameId) => {
      await gate.shut(gameId);
      await recovery.recoverGame(gameId);
    },
    changed: (gameId) => {
      gate.update(gameId);
      hashing.consider(gameId);
      own.tell();
      if (!operations.kindOf(gameId)) links.gameIsFree();
    },
    failed: (gameId, error) => {
      if (leavesDoubt(error)) doubts.set(gameId, true);
    },
  });
  const operationOf = operations.kindOf.bind(operations);
  const own: OwnLibrary = new OwnLibrary(
    {
      library,
      catalog,
      events,
      operationOf,
      damages: store.damages,
      known: new KnownCopies(store.copies),
      looked: (gameId, hasReadFault) => {
        doubts.set(gameId, hasReadFault);
      },
      changed: (gameId) => {
        recovery.reconcile(gameId);
        gate.update(gameId);
        hashing.consider(gameId);
      },
    },
    gamesFolder,
  );
  const doubts = new Doubts({ operations, own });
  const announce = (...change: Parameters<LibrarySync['announce']>): void => {
    links.sync().announce(...change);
  };
  const gate = new ServingGate({ own, network, operationOf, folderOf, changed: announce });
  const hashing = new BackgroundHashing({
    ...{ library, own, blockHashes, events, operationOf, folderOf },
  });
  const recovery = new Recovery({
    ...{ gameFolder, own, doubts, journal, installs, events, folderOf },
  });
  const missedContent = new MissedContent({ own, gate, clock, events, operationOf });
  return { doubts, gate, hashing, missedContent, operations, own, recovery };
}

function createWork(mechanisms: Mechanisms, parts: Room & Copies, { folderOf }: Links): Work {
  const { catalog, clock, events, fetcher, gameFolder, installer, library, store } = mechanisms;
  const { directory, doubts, hashing, operations, own, swarm } = parts;
  const { blockHashes, installs: installTable, journal: journalTable, receipts } = store;
  const freeBytes = (): Promise<number> => mechanisms.freeBytes(own.gamesFolder);
  const space = new Space({ freeBytes });
  const journal = new DownloadJournal({ journal: journalTable, fetcher, gameFolder });
  const installs = new Installs({
    ...{ own, operations, installer, gameFolder, space, events, folderOf },
    installs: installTable,
  });
  const run = new DownloadRun({
    ...{
      catalog,
      fetcher,
      journal,
      gameFolder,
      own,
      blockHashes,
      receipts,
      space,
      swarm,
      events,
      folderOf,
    },
  });
  const downloads = new Downloads({
    ...{ catalog, own, directory, operations, installs, run, fetcher, events },
  });
  events.listen((event) => {
    if (event.type === 'remote-library-changed') downloads.prepareFor(event.games);
  });
  const queue = new DownloadQueue({
    ...{ catalog, downloads, operations, events, clock, freeBytes },
    table: store.queue,
  });
  const work = {
    installs,
    queue,
    removals: new Removals({ own, doubts, operations, gameFolder, store, folderOf }),
    verifications: new Verifications({
      ...{ own, operations, library, hashing, receipts, events, folderOf },
    }),
  };
  return {
    parts: work,
    followPeers: () => {
      downloads.followPeers();
      queue.followPeers();
      parts.swarm.followPeers();
    },
  };
}
