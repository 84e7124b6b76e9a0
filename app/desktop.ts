import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, session } from 'electron';
import { runCommand } from '../main/engine/run-command.ts';
import { WindowDoor } from '../main/ipc/window-door.ts';
import { systemClock as clock } from '../main/kit/clock.ts';
import { APP_ID } from '../main/shell/app-id.ts';
import { DesktopShell } from '../main/shell/desktop-shell.ts';
import { lockDown } from '../main/shell/lock-down.ts';
import { startWithSystem } from '../main/shell/login-item.ts';
import { announcePageProtocol, servePages } from '../main/shell/page-protocol.ts';
import { createWindowHandlers, type WindowHandlersDeps } from '../main/shell/window-handlers.ts';
import { LanspreadError } from '../shared/errors.ts';
import { compose, type Composition } from './compose.ts';
import { EXIT, exitFor } from './exit.ts';
import { logFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { createLog } from './log.ts';
import { stateFolderOf } from './settings.ts';
import { createWindowParts, type WindowParts } from './window-parts.ts';

/** Runs with a window. What Electron wants said before it is ready is said before this returns. */
export function runDesktop(flags: Flags): void {
  const log = createLog(flags.logLevel);
  logFaults(log);
  app.setAppUserModelId(APP_ID);
  // Chromium's own files; with them the lock that makes a second start focus the first one.
  app.setPath('userData', join(stateFolderOf(flags), 'window'));
  if (!app.requestSingleInstanceLock()) {
    app.exit(EXIT.ok);
    return;
  }
  announcePageProtocol();
  // Not awaited: in the main module that would never come to an end.
  app
    .whenReady()
    .then(() => open(flags, log))
    .catch(async (error: unknown) => {
      log[error instanceof LanspreadError ? 'debug' : 'error']({ err: error }, 'no start');
      const { code, line } = exitFor(error);
      process.stderr.write(line);
      await dialog.showMessageBox({ type: 'error', message: 'Lanspread', detail: line });
      app.exit(code);
    });
}

async function open(flags: Flags, log: ReturnType<typeof createLog>): Promise<void> {
  const onBug = (error: unknown): void => {
    log.error({ err: error }, 'a command failed in a way nobody foresaw');
  };
  const composition = await compose(flags, log, () => {
    app.quit();
  });
  const { catalog, engine, events, kept } = composition;
  const parts = createWindowParts(composition, flags);
  const { folderOf, installSizes, launcher, settings, stream } = parts;
  lockDown(session.defaultSession);
  servePages({ pageFolder: fromHere('../renderer'), coverPlaces: parts.covers.placesOf });
  const changeSettings = settingsChange(composition, parts, onBug);
  const door = new WindowDoor({
    ...{ clock, engine: engine.handlers, onBug, stream },
    window: createWindowHandlers({
      ...{ catalog: catalog.games, engine: engine.handlers, folderOf, installSizes },
      ...{ launcher, onBug, stream },
      changeSettings,
      window: () => shell.window,
      words: () => shell.words(),
    }),
  });
  const shell = new DesktopShell({
    ...{ clock, events, kept, log, stream },
    preload: fromHere('../preload/index.cjs'),
    iconFolder: fromHere('./icon/png'),
    titleOf: (gameId) => catalog.games.get(gameId)?.title ?? gameId,
    settings: () => settings.now,
    keepOnClose: (onClose) => {
      changeSettings({ onClose });
    },
    admit: (contents) => {
      door.admit(contents);
    },
    stop: async () => {
      door.stop();
      parts.stop();
      await composition.stop();
    },
  });
  door.start();
  await Promise.all([shell.open(), composition.start()]);
}

// What a setting does at once, beside being kept. One that was not touched leaves flags as they are.
function settingsChange(
  composition: Composition,
  { settings, stream }: WindowParts,
  onBug: (error: unknown) => void,
): WindowHandlersDeps['changeSettings'] {
  return (changes) => {
    const { discovery, downloadLimit, name, startWithSystem: atLogin, uploadLimit } = changes;
    const now = settings.change(changes);
    if (downloadLimit !== undefined || uploadLimit !== undefined) composition.setLimits(now);
    if (discovery !== undefined) void composition.setDiscovery(discovery);
    if (name !== undefined) {
      void runCommand(composition.engine.handlers, 'set-name', { name }, onBug);
    }
    if (atLogin !== undefined) startWithSystem(atLogin);
    stream.touchSettings();
  };
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
