import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { ENTRY, NODE, type Runtime } from '../party/program.ts';

// Who is not root becomes root in a world of its own, which all namespaces of a lab share.
const AS_ROOT = process.getuid?.() === 0 ? [] : ['--map-root-user'];
const INTO_NET = ['--net', ...(AS_ROOT.length === 0 ? [] : ['--user', '--preserve-credentials'])];
const INTO_USER = AS_ROOT.length === 0 ? [] : ['--user', '--preserve-credentials'];

// Ends by itself with the test, whose end closes its input; the namespace is gone with its last process.
const KEEPER = 'ip link set lo up; echo ready; exec cat';

/** A process beside the program's. */
export interface Helper {
  /** Resolves once it has printed something; rejects where it ends without. */
  readonly firstLine: Promise<unknown>;
  readonly ended: Promise<unknown>;
  /** All that it has printed. */
  printed(): string;
}

interface CardCounts {
  readonly stats64: {
    readonly rx: { readonly bytes: number };
    readonly tx: { readonly bytes: number };
  };
}

/** Whether this system lets a test make network namespaces, with a bridge and a firewall in one. */
export function canMakeNamespaces(): boolean {
  const tryIt =
    'ip link add try0 type bridge; ip link add try1 type veth peer name try2; ip xfrm policy';
  return spawnSync('unshare', [...AS_ROOT, '--net', 'sh', '-euc', tryIt]).status === 0;
}

/** A network of its own, with nothing in it but loopback; no packet leaves it. */
export class Namespace {
  readonly #keeper: ChildProcess;
  readonly #helpers: ChildProcess[] = [];

  private constructor(keeper: ChildProcess) {
    this.#keeper = keeper;
  }

  /** Makes one; a second one has to be made `beside` the first, to be joined to it. */
  static async make(beside?: Namespace): Promise<Namespace> {
    const unshare = ['unshare', '--net', 'sh', '-euc', KEEPER];
    const [command = '', ...args] =
      beside === undefined
        ? ['unshare', ...AS_ROOT, ...unshare.slice(1)]
        : ['nsenter', '--target', String(beside.pid), ...INTO_USER, ...unshare];
    const keeper = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(keeper.stdout, 'data');
    return new Namespace(keeper);
  }

  get pid(): number {
    return this.#keeper.pid ?? -1;
  }

  /** What starts the program in here. */
  get runtime(): Runtime {
    return { command: 'nsenter', args: [...this.#enter, NODE, ENTRY] };
  }

  /** Runs commands of a shell in here, to their end, and gives what they print; throws where one fails. */
  run(commands: string): string {
    return execFileSync('nsenter', [...this.#enter, 'sh', '-euc', commands], { encoding: 'utf8' });
  }

  /** Bytes that a network card has sent and received so far, all headers included. */
  bytesOf(card: string): number {
    const [link] = JSON.parse(this.run(`ip -s -j link show dev ${card}`)) as [CardCounts];
    return link.stats64.rx.bytes + link.stats64.tx.bytes;
  }

  /** Gives loopback what a network card has: peers on this PC find each other over it. */
  multicastOnLoopback(): void {
    this.run('ip link set lo multicast on; ip route add 224.0.0.0/4 dev lo');
  }

  /** As behind a firewall: nobody opens a connection to this port here; what is opened from here goes on. Gives what ends it. */
  dropCallers(port: number): () => void {
    const callers = ['0.0.0.0/0', '::/0'].map((all) => `dir in dst ${all} proto tcp dport ${port}`);
    this.run(callers.map((they) => `ip xfrm policy add ${they} action block`).join('\n'));
    return () => {
      this.run(callers.map((they) => `ip xfrm policy delete ${they}`).join('\n'));
    };
  }

  /** As a network that drops them: no UDP packet to this port comes in. */
  dropPackets(port: number): void {
    this.run(`ip xfrm policy add dir in dst 0.0.0.0/0 proto udp dport ${port} action block`);
  }

  /** How many connections this PC has refused so far, as nobody listens there. */
  refusedDials(): number {
    const [names = '', values = ''] = this.run('grep ^Tcp: /proc/net/snmp').split('\n');
    return Number(values.split(' ')[names.split(' ').indexOf('OutRsts')]);
  }

  /** Starts Node in here; it is ended with the namespace. */
  start(args: readonly string[]): Helper {
    const child = spawn('nsenter', [...this.#enter, NODE, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#helpers.push(child);
    const ended = once(child, 'close');
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
    const endedBefore = ended.then(() =>
      Promise.reject(new Error(`${args.join(' ')} said nothing.`)),
    );
    const firstLine = Promise.race([once(child.stdout, 'data'), endedBefore]);
    // Not everybody waits for it.
    firstLine.catch(() => undefined);
    return { firstLine, ended, printed: () => text };
  }

  async end(): Promise<void> {
    for (const helper of this.#helpers) helper.kill('SIGKILL');
    const ended = once(this.#keeper, 'exit');
    this.#keeper.stdin?.end();
    await ended;
  }

  get #enter(): readonly string[] {
    return ['--target', String(this.pid), ...INTO_NET, '--'];
  }
}
