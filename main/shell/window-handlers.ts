import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserWindow, dialog, shell } from 'electron';
import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { fromFailure, LanspreadError } from '../../shared/errors.ts';
import type { WindowOnlyHandlers } from '../../shared/window/window-commands.ts';
import { type CommandHandlers, runCommand } from '../engine/run-command.ts';
import type { Launcher } from '../launch/launcher.ts';
import type { InstallSizes } from '../library/install-sizes.ts';
import type { StateStream } from '../state/state-stream.ts';
import { allowInFirewall } from './allow-in-firewall.ts';
import type { Words } from './words.ts';

type ChangeSettings = (changes: Parameters<WindowOnlyHandlers['change-settings']>[0]) => void;

export interface WindowHandlersDeps {
  readonly catalog: ReadonlyMap<GameId, CatalogGame>;
  readonly engine: CommandHandlers;
  readonly launcher: Pick<Launcher, 'play' | 'host' | 'stop' | 'stopServer'>;
  readonly installSizes: Pick<InstallSizes, 'measure'>;
  readonly stream: Pick<StateStream, 'dismiss'>;
  readonly folderOf: (gameId: GameId) => string;
  readonly changeSettings: ChangeSettings;
  readonly window: () => BrowserWindow;
  readonly words: () => Words;
  readonly onBug: (error: unknown) => void;
}

/** What only a window can ask for. */
export function createWindowHandlers(deps: WindowHandlersDeps): WindowOnlyHandlers {
  const { launcher, stream } = deps;
  return {
    'change-settings': (changes) => {
      deps.changeSettings(changes);
      return Promise.resolve();
    },
    'choose-games-folder': () => chooseGamesFolder(deps),
    'open-folder': async ({ gameId }) => openFolder(deps.folderOf(gameOf(deps, gameId).id)),
    play: async ({ gameId }) => launcher.play(gameOf(deps, gameId)),
    'measure-install': async ({ gameId }) => deps.installSizes.measure(gameOf(deps, gameId).id),
    'host-server': async ({ gameId }) => launcher.host(gameOf(deps, gameId)),
    'stop-game': ({ gameId }) => {
      launcher.stop(gameId);
      return Promise.resolve();
    },
    'stop-server': ({ gameId }) => {
      launcher.stopServer(gameId);
      return Promise.resolve();
    },
    'allow-in-firewall': () => allowInFirewall(),
    'dismiss-notice': ({ id }) => {
      stream.dismiss(id);
      return Promise.resolve();
    },
  };
}

function gameOf({ catalog }: WindowHandlersDeps, gameId: GameId): CatalogGame {
  const game = catalog.get(gameId);
  if (game) return game;
  throw new LanspreadError('unknown-game', `${gameId} is not in the catalog.`);
}

async function chooseGamesFolder({
  engine,
  onBug,
  window,
  words,
}: WindowHandlersDeps): Promise<void> {
  const { filePaths } = await dialog.showOpenDialog(window(), {
    title: words().chooseFolder,
    properties: ['openDirectory', 'createDirectory'],
  });
  const [path] = filePaths;
  if (path === undefined) return;
  const reply = await runCommand(engine, 'set-game-dir', { path }, onBug);
  if (!reply.ok) throw fromFailure(reply.error);
}

// A folder and nothing but a folder: anything else would be run or shown by some other program.
async function openFolder(folder: string): Promise<void> {
  const local = join(folder, 'local');
  const wanted = (await isFolder(local)) ? local : folder;
  const problem = (await isFolder(wanted)) ? await shell.openPath(wanted) : 'not there';
  if (problem === '') return;
  throw new LanspreadError(
    'io-error',
    "The game's folder can't be opened. Check that it is still in the games folder.",
  );
}

async function isFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
