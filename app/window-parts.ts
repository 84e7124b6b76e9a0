import { join } from 'node:path';
import { systemClock as clock } from '../main/kit/clock.ts';
import { Deferred } from '../main/kit/deferred.ts';
import { Launcher } from '../main/launch/launcher.ts';
import { StartOffers } from '../main/launch/start-offers.ts';
import { InstallSizes } from '../main/library/install-sizes.ts';
import { StateStream } from '../main/state/state-stream.ts';
import type { LocalGame, StartPlatform } from '../shared/domain/game.ts';
import type { GameId } from '../shared/domain/ids.ts';
import type { EngineEvent } from '../shared/events.ts';
import type { Composition } from './compose.ts';
import { type Covers, createCovers } from './covers.ts';
import type { KeptSettings } from './kept-settings.ts';
import { LimitsInForce } from './limits-in-force.ts';

/** What stands between the engine and a window, and needs no Electron. */
export interface WindowParts {
  readonly launcher: Launcher;
  readonly stream: StateStream;
  readonly covers: Covers;
  readonly installSizes: InstallSizes;
  readonly limits: LimitsInForce;
  readonly folderOf: (gameId: GameId) => string;
  stop(): void;
}

/** Builds them over a composed program, and lets them follow its events. */
export function createWindowParts(composition: Composition, settings: KeptSettings): WindowParts {
  const { catalog, engine, events, kept, library } = composition;
  const platform = startPlatform();
  const folderOf = (gameId: GameId): string => join(engine.view.status().gamesDir, gameId);
  const changed = (gameId: GameId): void => {
    stream.touch(gameId);
  };
  const covers = createCovers(composition);
  const installSizes = new InstallSizes({ library, clock, folderOf, changed });
  const offers = new StartOffers({ platform, folderOf, changed });
  const limits = new LimitsInForce(
    { ...composition.limits, playingUploadLimit: settings.now.playingUploadLimit },
    (now) => {
      composition.setLimits(now);
    },
  );
  const launcher: Launcher = new Launcher({
    ...{ platform, folderOf },
    changed: (gameId) => {
      changed(gameId);
      limits.setPlaying(launcher.isPlaying);
    },
    environment: process.env,
    playerName: () => engine.view.status().name,
    isSetUp: (gameId) => kept.find(setUpSetting(gameId)) === 'yes',
    markSetUp: (gameId) => {
      kept.put(setUpSetting(gameId), 'yes');
    },
  });
  const stream = new StateStream({
    ...{ view: engine.view, events, clock, catalog: catalog.games, platform },
    settings: () => settings.now,
    launch: (gameId) => ({
      ...offers.find(gameId),
      isRunning: launcher.isRunning(gameId),
      isHosting: launcher.isHosting(gameId),
    }),
    installedBytes: (gameId) => installSizes.find(gameId),
    cover: covers.urlOf,
  });
  const unlisten = events.listen((event) => {
    if (event.type === 'uninstall-finished') kept.put(setUpSetting(event.gameId), 'no');
  });
  const unfollow = events.listen(lookAtInstalls(composition, offers, installSizes));
  stream.start();
  return {
    ...{ launcher, limits, stream, covers, installSizes, folderOf },
    stop: () => {
      unfollow();
      unlisten();
      stream.stop();
    },
  };
}

// Whether a setup was run; it is run again after each install.
function setUpSetting(gameId: GameId): string {
  return `set-up:${gameId}`;
}

// A game is looked at whenever it has come to rest as installed.
function lookAtInstalls(
  { catalog }: Composition,
  offers: StartOffers,
  sizes: InstallSizes,
): (event: EngineEvent) => void {
  const seen = new Map<GameId, string>();
  const begun = new Deferred<undefined>();
  // One after the other, and not before all else has started: there may be hundreds, and none is
  // needed for the first look at the library.
  let looking: Promise<unknown> = begun.promise;
  return (event) => {
    if (event.type === 'local-peer-ready') begun.resolve(undefined);
    if (event.type !== 'local-library-changed') return;
    for (const local of event.games) {
      const game = catalog.games.get(local.id);
      const now = copyOf(local);
      if (!game || seen.get(local.id) === now) continue;
      seen.set(local.id, now);
      sizes.forget(local.id);
      if (local.installed) looking = looking.then(() => offers.look(game));
    }
  };
}

function copyOf({ availability, installed, version }: LocalGame): string {
  return [availability, String(installed), version ?? ''].join(' ');
}

function startPlatform(): StartPlatform {
  const { platform } = process;
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}
