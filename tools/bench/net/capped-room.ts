import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { atEnd } from '../at-end.ts';

/** A bucket must hold what a link sends between two turns of the shaper, in seconds of its rate … */
const BURST_S = 0.01;

/** … and a few of the largest packets, in bytes. */
const MIN_BURST_BYTES = 128 * 1024;

/** What waits longer is dropped, as a switch would. */
const QUEUE = '50ms';

const BITS = 8;

/** A PC of the room: its own network namespace, on a link of its own. */
export interface CappedHost {
  readonly address: string;
  /** What goes before a command to run it there. */
  readonly within: readonly [string, ...string[]];
}

/**
 * PCs on one switch, each with a link of a given rate both ways, in network namespaces that are made
 * for it: no packet can leave. Linux and root only.
 */
export class CappedRoom {
  readonly #hub = `lanspread-${process.pid}-hub`;
  readonly #namespaces: string[] = [];
  readonly #forget = atEnd(() => {
    for (const namespace of this.#namespaces) execFileSync('ip', ['netns', 'delete', namespace]);
  });

  /** What is not here of what it takes, or undefined. */
  static missing(): string | undefined {
    if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'Linux and root';
    try {
      execFileSync('ip', ['-V'], { stdio: 'ignore' });
      execFileSync('tc', ['-V'], { stdio: 'ignore' });
      return undefined;
    } catch {
      return 'iproute2';
    }
  }

  async open(): Promise<this> {
    await this.#add(this.#hub);
    await ip('-n', this.#hub, 'link', 'add', 'switch', 'type', 'bridge');
    await ip('-n', this.#hub, 'link', 'set', 'switch', 'up');
    return this;
  }

  /** Plugs in one more PC; `bitsPerSecond` each way. */
  async plugIn(bitsPerSecond: number): Promise<CappedHost> {
    const number = this.#namespaces.length;
    const namespace = `lanspread-${process.pid}-${number}`;
    const port = `port${number}`;
    const address = `10.97.0.${number}`;
    await this.#add(namespace);
    const wire = ['type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace];
    await ip('-n', this.#hub, 'link', 'add', port, ...wire);
    await ip('-n', this.#hub, 'link', 'set', port, 'master', 'switch', 'up');
    await ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    await ip('-n', namespace, 'link', 'set', 'lo', 'up');
    // What a PC sends is shaped where it leaves it, what it gets where it leaves the switch.
    await shape(namespace, 'eth0', bitsPerSecond);
    await shape(this.#hub, port, bitsPerSecond);
    return { address, within: ['ip', 'netns', 'exec', namespace] };
  }

  /** Takes everything down; nothing may run in it any more. */
  async close(): Promise<void> {
    for (const namespace of this.#namespaces.splice(0)) await ip('netns', 'delete', namespace);
    this.#forget();
  }

  async #add(namespace: string): Promise<void> {
    await ip('netns', 'add', namespace);
    this.#namespaces.push(namespace);
  }
}

async function shape(namespace: string, device: string, bitsPerSecond: number): Promise<void> {
  const burst = Math.max(MIN_BURST_BYTES, Math.ceil((bitsPerSecond / BITS) * BURST_S));
  const bucket = ['tbf', 'rate', `${bitsPerSecond}bit`, 'burst', `${burst}`, 'latency', QUEUE];
  await run('tc', ['-n', namespace, 'qdisc', 'add', 'dev', device, 'root', ...bucket]);
}

async function ip(...args: readonly string[]): Promise<void> {
  await run('ip', args);
}

const execute = promisify(execFile);

async function run(command: string, args: readonly string[]): Promise<void> {
  await execute(command, [...args]);
}
