import { mkdir } from 'node:fs/promises';
import { Discovery } from '../main/discovery/discovery.ts';
import { readCatalog } from '../main/catalog/catalog.ts';
import { Engine } from '../main/engine/engine.ts';
import { DiskGameFolder } from '../main/game-folder/disk-game-folder.ts';
import { freeBytes } from '../main/game-folder/free-space.ts';
import { WorkerInstaller } from '../main/install/worker-installer.ts';
import { systemClock as clock } from '../main/kit/clock.ts';
import { EventHub } from '../main/kit/event-hub.ts';
import type { Logger } from '../main/kit/logger.ts';
import { WorkerLibrary } from '../main/library/worker-library.ts';
import { openStore } from '../main/store/open-store.ts';
import { lockState } from '../main/store/state-lock.ts';
import { WorkerFetcher } from '../main/transfer/worker-fetcher.ts';
import { loadIdentity } from '../main/wire/identity.ts';
import { WorkerNetwork } from '../main/wire/worker-network.ts';
import { LanspreadError } from '../shared/errors.ts';
import type { EngineEvent } from '../shared/events.ts';
import type { Flags } from './flags.ts';
import { packageVersion } from './package-version.ts';
import { chooseSettings, type Settings, stateFolderOf } from './settings.ts';

/** The whole program but its skin: an engine over real mechanisms. */
export interface Composition {
  readonly engine: Engine;
  readonly events: EventHub<EngineEvent>;
  start(): Promise<void>;
  /** Ends everything in reverse order; safe at any time after `compose`. */
  stop(): Promise<void>;
}
