import { runCommand } from '../main/engine/run-command.ts';
import type { WindowDoorProgram } from '../main/ipc/window-door.ts';
import type { Logger } from '../main/kit/logger.ts';
import type { ShellProgram } from '../main/shell/desktop-shell.ts';
import { startWithSystem } from '../main/shell/login-item.ts';
import { createWindowHandlers, type WindowHandlersDeps } from '../main/shell/window-handlers.ts';
import { compose, type Composition } from './compose.ts';
import type { Covers } from './covers.ts';
import type { Flags } from './flags.ts';
import type { KeptSettings } from './kept-settings.ts';
import type { LimitsInForce } from './limits-in-force.ts';
import type { OpenState } from './open-state.ts';
import { createWindowParts, type WindowParts } from './window-parts.ts';

export interface WindowProgramDeps extends Pick<WindowHandlersDeps, 'window' | 'words'> {
  readonly flags: Flags;
  readonly log: Logger;
  readonly settings: KeptSettings;
  readonly state: OpenState;
  readonly askToStop: () => void;
}

/** The program behind a window, which is opened before it. */
export interface WindowProgram extends WindowDoorProgram, ShellProgram {
  readonly coverPlaces: Covers['placesOf'];
  readonly changeSettings: WindowHandlersDeps['changeSettings'];
  readonly start: Composition['start'];
  stop(): Promise<void>;
}

/** Composes it; fails as `compose` does. */
export async function createWindowProgram(deps: WindowProgramDeps): Promise<WindowProgram> {
  const { flags, log, settings, state, window, words } = deps;
  const onBug = (error: unknown): void => {
    log.error({ err: error }, 'a command failed in a way nobody foresaw');
  };
  const composition = await compose(state, { flags, log, askToStop: deps.askToStop });
  const { catalog, engine, events } = composition;
  const parts = createWindowParts(composition, settings);
  const { folderOf, installSizes, launcher, stream } = parts;
  const changeSettings = settingsChange(composition, parts, { settings, onBug });
  return {
    ...{ events, stream, onBug, changeSettings, engine: engine.handlers },
    window: createWindowHandlers({
      ...{ catalog: catalog.games, engine: engine.handlers, folderOf, installSizes },
      ...{ launcher, onBug, stream, changeSettings, window, words },
    }),
    coverPlaces: parts.covers.placesOf,
    titleOf: (gameId) => catalog.games.get(gameId)?.title ?? gameId,
    start: composition.start,
    stop: async () => {
      parts.stop();
      await composition.stop();
    },
  };
}

// What a setting does at once, beside being kept. One that was not touched leaves flags as they are.
function settingsChange(
  composition: Composition,
  { limits, stream }: WindowParts,
  { settings, onBug }: Pick<WindowProgramDeps, 'settings'> & Pick<WindowDoorProgram, 'onBug'>,
): WindowHandlersDeps['changeSettings'] {
  return (changes) => {
    const { discovery, name, startWithSystem: atLogin } = changes;
    settings.change(changes);
    changeLimits(limits, changes);
    if (discovery !== undefined) void composition.setDiscovery(discovery);
    if (name !== undefined) {
      void runCommand(composition.engine.handlers, 'set-name', { name }, onBug);
    }
    if (atLogin !== undefined) startWithSystem(atLogin);
    stream.touchSettings();
  };
}

function changeLimits(
  limits: LimitsInForce,
  changes: Parameters<WindowHandlersDeps['changeSettings']>[0],
): void {
  const { choices } = limits;
  const { downloadLimit, playingUploadLimit, uploadLimit } = changes;
  const isTouched = [downloadLimit, playingUploadLimit, uploadLimit].some(isGiven);
  if (!isTouched) return;
  limits.change({
    downloadLimit: downloadLimit ?? choices.downloadLimit,
    uploadLimit: uploadLimit ?? choices.uploadLimit,
    playingUploadLimit: playingUploadLimit ?? choices.playingUploadLimit,
  });
}

function isGiven(value: number | undefined): boolean {
  return value !== undefined;
}
