import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, Menu, session } from 'electron';
import { WindowDoor } from '../main/ipc/window-door.ts';
import { systemClock as clock } from '../main/kit/clock.ts';
import { Deferred } from '../main/kit/deferred.ts';
import { APP_ID } from '../main/shell/app-id.ts';
import { DesktopShell } from '../main/shell/desktop-shell.ts';
import { lockDown } from '../main/shell/lock-down.ts';
import { announcePageProtocol, servePages } from '../main/shell/page-protocol.ts';
import { LanspreadError } from '../shared/errors.ts';
import { EXIT, exitFor } from './exit.ts';
import { logFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { createLog } from './log.ts';
import { givenByFlags, KeptSettings } from './kept-settings.ts';
import { openState } from './open-state.ts';
import { hostName, stateFolderOf } from './settings.ts';
import type { WindowProgram, WindowProgramDeps } from './window-program.ts';

/** A page that is to be seen has drawn long before; one in the tray draws nothing. */
const DRAWN_MS = 1_000;

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
  // Electron would make a menu that no window here has; on macOS it brings the keys to copy and paste.
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
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

// The window first: while its page comes up, what stands behind it is loaded and composed.
async function open(flags: Flags, log: ReturnType<typeof createLog>): Promise<void> {
  const state = await openState(flags, log);
  const { settings: kept } = state.store;
  const settings = new KeptSettings(kept, hostName(), givenByFlags(flags));
  const behind = new Deferred<WindowProgram>();
  const { promise: program } = behind;
  lockDown(session.defaultSession);
  servePages({
    pageFolder: fromHere('../renderer'),
    coverPlaces: async (gameId) => (await program).coverPlaces(gameId),
  });
  const door = new WindowDoor({ clock, program });
  const shell = new DesktopShell({
    ...{ clock, kept, log },
    preload: fromHere('../preload/index.cjs'),
    iconFolder: fromHere('./icon/png'),
    settings: () => settings.now,
    keepOnClose: (onClose) => {
      void program.then(({ changeSettings }) => {
        changeSettings({ onClose });
      });
    },
    admit: (contents) => {
      door.admit(contents);
    },
    stop: async () => {
      door.stop();
      await program.then(
        (running) => running.stop(),
        () => undefined,
      );
    },
  });
  door.start();
  const shown = shell.open();
  try {
    const running = await createProgram({ flags, log, settings, shell, state });
    behind.resolve(running);
    shell.follow(running);
    // On few cores the library would be drawn later by all that begins with listening.
    await Promise.all([shown, running.start(() => door.nextDrawn(DRAWN_MS))]);
  } catch (error) {
    behind.reject(error as Error);
    throw error;
  }
}

async function createProgram({
  shell,
  ...deps
}: Omit<WindowProgramDeps, 'askToStop' | 'window' | 'words'> & {
  readonly shell: DesktopShell;
}): Promise<WindowProgram> {
  const { createWindowProgram } = await import('./window-program.ts');
  return createWindowProgram({
    ...deps,
    window: () => shell.window,
    words: () => shell.words(),
    askToStop: () => {
      app.quit();
    },
  });
}

function fromHere(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
