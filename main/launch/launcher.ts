import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { CatalogGame, StartPlatform } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { windowsFolder } from '../kit/windows.ts';
import { findStartFile } from './find-start-file.ts';
import { playerEnvironment } from './player-environment.ts';
import { RunningGames } from './running-games.ts';
import { startCommand } from './start-command.ts';
import { startFiles, type StartKind } from './start-files.ts';

export interface LauncherDeps {
  readonly platform: StartPlatform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folderOf: (gameId: GameId) => string;
  readonly playerName: () => string;
  /** Whether a game's setup has been run since it was installed. */
  readonly isSetUp: (gameId: GameId) => boolean;
  readonly markSetUp: (gameId: GameId) => void;
  /** A game has begun or ceased to run. */
  readonly changed: (gameId: GameId) => void;
}

/** Starts installed games: exactly the file that is meant, from inside `local/`, with no shell. */
export class Launcher {
  readonly #deps: LauncherDeps;
  readonly #running: RunningGames;

  constructor(deps: LauncherDeps) {
    this.#deps = deps;
    this.#running = new RunningGames(deps.changed);
  }

  isRunning(gameId: GameId): boolean {
    return this.#running.has(gameId, 'play') || this.#running.has(gameId, 'setup');
  }

  isHosting(gameId: GameId): boolean {
    return this.#running.has(gameId, 'server');
  }

  /** Whether any game is being played. */
  get isPlaying(): boolean {
    return this.#running.hasAny('play');
  }

  /** Starts a game, its setup first where it has one that was not run yet. */
  async play(game: CatalogGame): Promise<void> {
    if (this.isRunning(game.id)) {
      throw new LanspreadError('operation-active', `${game.title} is running already.`);
    }
    await this.#setUp(game);
    await this.#start(game, 'play');
  }

  /** Starts a game's server. */
  async host(game: CatalogGame): Promise<void> {
    if (this.isHosting(game.id)) {
      throw new LanspreadError('operation-active', `A server of ${game.title} is running already.`);
    }
    await this.#start(game, 'server');
  }

  /** Ends a game with all that it has started; its server goes on. */
  stop(gameId: GameId): void {
    this.#running.end(gameId, 'play');
    this.#running.end(gameId, 'setup');
  }

  /** Ends a game's server with all that it has started. */
  stopServer(gameId: GameId): void {
    this.#running.end(gameId, 'server');
  }

  async #setUp(game: CatalogGame): Promise<void> {
    if (this.#deps.isSetUp(game.id)) return;
    const file = startFiles(this.#deps.platform, undefined).setup;
    const found = await findStartFile(this.#deps.folderOf(game.id), file);
    if (found.type === 'missing') return;
    const code = await (await this.#start(game, 'setup')).ended;
    if (code !== 0) {
      throw new LanspreadError(
        'io-error',
        `The setup of ${game.title} (local/${file}) did not end well, so the game was not started. Press Play to run it again.`,
      );
    }
    this.#deps.markSetUp(game.id);
  }

  async #start(
    game: CatalogGame,
    kind: StartKind,
  ): Promise<{ readonly ended: Promise<number | null> }> {
    const { environment, folderOf, platform, playerName } = this.#deps;
    const file = startFiles(platform, game.start[platform])[kind];
    const found = await findStartFile(folderOf(game.id), file);
    if (found.type === 'missing') throw missing(game, file, platform);
    if (found.type === 'unsafe') throw unsafe(game, file);
    const command = startCommand(platform, found, windowsFolder(environment));
    if (!command) throw unsafe(game, file);
    const child = spawn(command.program, command.args, {
      cwd: command.folder,
      env: playerEnvironment(environment, playerName()),
      shell: false,
      // A group of its own: it outlives this program, and is ended as a whole.
      detached: true,
      stdio: 'ignore',
    });
    await once(child, 'spawn').catch((error: unknown) => {
      throw notStarted(game, file, error);
    });
    return { ended: this.#running.add(game.id, kind, child) };
  }
}

function missing(
  { start, title }: CatalogGame,
  file: string,
  platform: StartPlatform,
): LanspreadError {
  const reason =
    start[platform] === undefined
      ? `it has no ${file}. Start it from its folder; if that file was there before, an antivirus may have taken it away.`
      : `local/${file} is not there. An antivirus may have taken it away; allow it there, then install the game again.`;
  return new LanspreadError('io-error', `${title} can't be started: ${reason}`);
}

function unsafe({ title }: CatalogGame, file: string): LanspreadError {
  return new LanspreadError(
    'io-error',
    `${title} was not started: local/${file} is a link, no file, or has a name that is not safe to run. Install the game again.`,
  );
}

function notStarted({ title }: CatalogGame, file: string, cause: unknown): LanspreadError {
  return new LanspreadError(
    'io-error',
    `${title} can't be started: this system does not run local/${file}. It may need another program, or the right to be executed.`,
    { cause },
  );
}
