import { randomInt } from 'node:crypto';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Reach } from '../../shared/domain/link.ts';
import type { Address } from '../../shared/domain/peer.ts';
import { toFailure } from '../../shared/errors.ts';
import { EventHub } from '../kit/event-hub.ts';
import { SMALL_YOUTH } from '../kit/worker/small-youth.ts';
import { WorkerLink } from '../kit/worker/worker-link.ts';
import { parseAddress } from './address.ts';
import type { Identity } from './identity.ts';
import { DEFAULT_LIMITS, type WireLimits } from './limits.ts';
import { badAddress, networkStopped } from './link/failures.ts';
import type { NetSetup } from './net-host.ts';
import type { NetQuestion, NetTalk } from './net-messages.ts';
import type {
  Network,
  NetworkEvent,
  ServedGame,
  SessionId,
  SessionMessage,
  SharedContent,
} from './network.ts';

// Source and build differ only in their extension, and so do their workers.
const WORKER = new URL(`./net-worker${extname(import.meta.url)}`, import.meta.url);

/** Goodbyes may take so long before everything is cut, in milliseconds. */
const STOP_LIMIT_MS = 900;

const MAX_INSTANCE = 2 ** 47;

export interface WorkerNetworkDeps {
  readonly identity: Identity;
  readonly name: string;
  readonly appVersion: string;
  /** Where to listen; port 0 = any free one. */
  readonly listen: Address;
  /** Told of bugs, for the log. */
  readonly onFault: (error: unknown) => void;
}

export interface WorkerNetworkOptions {
  readonly limits?: Partial<WireLimits>;
  readonly worker?: URL;
}

type SessionOpened = Extract<NetworkEvent, { type: 'session-opened' }>;

/** The network in a worker thread of its own; one start and one stop. */
export class WorkerNetwork implements Network {
  readonly #deps: WorkerNetworkDeps;
  readonly #limits: WireLimits;
  readonly #events: EventHub<NetworkEvent>;
  readonly #thread: WorkerLink<NetTalk>;
  // What was said before the start.
  readonly #published = new Map<GameId, ServedGame>();
  readonly #lines: MessagePort[] = [];
  #name: string;
  #uploadLimit = 0;
  #isSharing = true;
  // Told as closed when the worker dies, which can't say so itself.
  readonly #sessions = new Map<SessionId, SessionOpened>();

  constructor(deps: WorkerNetworkDeps, options: WorkerNetworkOptions = {}) {
    this.#deps = deps;
    this.#name = deps.name;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#events = new EventHub(deps.onFault);
    this.#thread = new WorkerLink({
      spawn: () =>
        new Worker(options.worker ?? WORKER, {
          workerData: this.#setup(),
          name: 'net',
          resourceLimits: SMALL_YOUTH,
        }),
      onReport: (report) => {
        if (report.type === 'event') this.#relay(report.event);
        else deps.onFault(new Error(`In the net worker: ${report.text}`));
      },
      gone: networkStopped,
      onExit: ({ wasWanted, cause }) => {
        if (cause !== undefined) deps.onFault(cause);
        if (!wasWanted) this.#mourn();
      },
    });
  }

  async start(): Promise<Address> {
    this.#thread.start();
    const started = this.#thread.ask({ type: 'start' });
    this.setUploadLimit(this.#uploadLimit);
    this.setSharing(this.#isSharing);
    for (const game of this.#published.values()) this.publish(game);
    this.#published.clear();
    for (const port of this.#lines.splice(0)) this.#connectLine(port);
    try {
      return await started;
    } catch (error) {
      await this.#thread.end();
      throw error;
    }
  }

  async stop(): Promise<void> {
    if (!this.#thread.isAlive()) return;
    try {
      await this.#thread.ask({ type: 'stop' }, AbortSignal.timeout(STOP_LIMIT_MS));
    } catch {
      // Peers that could not be told in time see the connection close.
    }
    await this.#thread.end();
  }

  listen(listener: (event: NetworkEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  async dial(
    address: Address,
    signal: AbortSignal,
    isMove = false,
  ): Promise<{ sessionId: SessionId; peerId: PeerId }> {
    return this.#thread.ask({ type: 'dial', address, isMove }, signal);
  }

  async reachOf(peerId: PeerId, address: Address): Promise<Reach> {
    return this.#thread.ask({ type: 'reach-of', peerId, address }).catch(() => 'unknown');
  }

  send(sessionId: SessionId, message: SessionMessage): void {
    this.#thread.tell({ type: 'send', sessionId, message });
  }

  hangUp(sessionId: SessionId): void {
    this.#thread.tell({ type: 'hang-up', sessionId });
  }

  publish(game: ServedGame): void {
    if (this.#thread.isAlive()) this.#thread.tell({ type: 'publish', game });
    else this.#published.set(game.gameId, game);
  }

  async withdraw(gameId: GameId): Promise<void> {
    this.#published.delete(gameId);
    await this.#askIfAlive({ type: 'withdraw', gameId });
  }

  share(content: SharedContent): void {
    this.#thread.tell({ type: 'share', content });
  }

  shareBlocks(gameId: GameId, blocks: readonly number[]): void {
    this.#thread.tell({ type: 'share-blocks', gameId, blocks });
  }

  async unshare(gameId: GameId): Promise<void> {
    await this.#askIfAlive({ type: 'unshare', gameId });
  }

  /** A line of its own for a thread that fetches, for a `CallBackLine` there; at any time. */
  openLine(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    if (this.#thread.isAlive()) this.#connectLine(port1);
    else this.#lines.push(port1);
    return port2;
  }

  #connectLine(port: MessagePort): void {
    this.#thread.tell({ type: 'open-line', port }, [port]);
  }

  async #askIfAlive(question: NetQuestion): Promise<void> {
    if (!this.#thread.isAlive()) return;
    try {
      await this.#thread.ask(question);
    } catch (error) {
      // A worker that has died serves nothing either.
      if (this.#thread.isAlive()) throw error;
    }
  }

  setName(name: string): void {
    this.#name = name;
    this.#thread.tell({ type: 'set-name', name });
  }

  setSharing(isSharing: boolean): void {
    this.#isSharing = isSharing;
    this.#thread.tell({ type: 'set-sharing', isSharing });
  }

  setUploadLimit(bytesPerSecond: number): void {
    this.#uploadLimit = bytesPerSecond;
    this.#thread.tell({ type: 'set-upload-limit', bytesPerSecond });
  }

  #setup(): NetSetup {
    const { identity, appVersion } = this.#deps;
    const listen = parseAddress(this.#deps.listen);
    if (listen === undefined) throw badAddress(this.#deps.listen);
    const instance = randomInt(1, MAX_INSTANCE);
    return { identity, name: this.#name, appVersion, instance, listen, limits: this.#limits };
  }

  #relay(event: NetworkEvent): void {
    if (event.type === 'session-opened') this.#sessions.set(event.sessionId, event);
    if (event.type === 'session-closed') this.#sessions.delete(event.sessionId);
    this.#events.emit(event);
  }

  #mourn(): void {
    this.#relay({ type: 'network-problem', failure: toFailure(networkStopped()) });
    for (const { sessionId, peerId, address } of [...this.#sessions.values()]) {
      this.#relay({ type: 'session-closed', sessionId, peerId, address, reason: 'closed' });
    }
  }
}
