import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE } from '../../../e2e/party/program.ts';

const CROWD = join(import.meta.dirname, 'crowd.ts');
const START_LIMIT_MS = 60_000;

/** How many peers, with how many games each, out of a catalog of how many. */
export interface CrowdSize {
  readonly peers: number;
  readonly games: number;
  readonly catalogGames: number;
}

/** Many peers in one process on the real wire; they have libraries, and nothing behind them. */
export class StartedCrowd {
  readonly #child: ChildProcess;
  readonly addresses: readonly string[];

  private constructor(child: ChildProcess, addresses: readonly string[]) {
    this.#child = child;
    this.addresses = addresses;
  }

  /** `within` is what goes before the command to run it in a network of its own; may be empty. */
  static async start(size: CrowdSize, within: readonly string[]): Promise<StartedCrowd> {
    const { peers, games, catalogGames } = size;
    const own = [NODE, CROWD, `${peers}`, `${games}`, `${catalogGames}`];
    const [command = NODE, ...args] = [...within, ...own];
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const signal = AbortSignal.timeout(START_LIMIT_MS);
    try {
      const [line] = (await once(createInterface(child.stdout), 'line', { signal })) as [string];
      return new StartedCrowd(child, JSON.parse(line) as string[]);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  async stop(): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
