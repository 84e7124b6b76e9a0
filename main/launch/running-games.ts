import { type ChildProcess, spawn } from 'node:child_process';
import type { GameId } from '../../shared/domain/ids.ts';
import type { StartKind } from './start-files.ts';

type Key = `${StartKind}:${GameId}`;

/** What was started and has not ended yet. No one else keeps a list of processes. */
export class RunningGames {
  readonly #processes = new Map<Key, ChildProcess>();
  readonly #changed: (gameId: GameId) => void;

  constructor(changed: (gameId: GameId) => void) {
    this.#changed = changed;
  }

  has(gameId: GameId, kind: StartKind): boolean {
    return this.#processes.has(`${kind}:${gameId}`);
  }

  /** Whether any game runs as this kind. */
  hasAny(kind: StartKind): boolean {
    return [...this.#processes.keys()].some((key) => key.startsWith(`${kind}:`));
  }

  /** Follows a process; resolves to its exit code, null where a signal ended it. */
  async add(gameId: GameId, kind: StartKind, child: ChildProcess): Promise<number | null> {
    const key: Key = `${kind}:${gameId}`;
    this.#processes.set(key, child);
    // The program may end while the game goes on.
    child.unref();
    this.#changed(gameId);
    return new Promise((resolve) => {
      child.once('exit', (code) => {
        this.#processes.delete(key);
        this.#changed(gameId);
        resolve(code);
      });
    });
  }

  /** Ends what was started of a game as this kind. */
  end(gameId: GameId, kind: StartKind): void {
    const child = this.#processes.get(`${kind}:${gameId}`);
    if (child?.pid !== undefined) endTree(child.pid);
  }
}

function endTree(pid: number): void {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/T', '/F', '/PID', String(pid)], { stdio: 'ignore' }).unref();
    return;
  }
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself just now.
  }
}
