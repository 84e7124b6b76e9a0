import type { Status } from '../../shared/commands.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { NetworkEvent } from '../wire/network.ts';
import { coverOf } from './cover-file.ts';
import type { EngineView } from './engine-view.ts';
import { createHandlers, rowOf, statusOf } from './handlers.ts';
import { createParts, type Mechanisms, type Parts } from './parts.ts';
import type { CommandHandlers } from './run-command.ts';
import { Uploads } from './uploads.ts';

export interface EngineOptions {
  readonly peerId: PeerId;
  readonly name: string;
  readonly version: string;
  readonly gamesFolder: string;
  readonly stateFolder: string;
  /** Where this peer is going to listen; its real address is known once it has started. */
  readonly listen: Address;
  /** Dialled at start, and again whenever lost. */
  readonly connect: readonly Address[];
}

/** Where discovery has seen a peer; only a hint where to dial. */
export interface PeerHint {
  readonly peerId: PeerId | undefined;
  readonly name: string;
  /** In the order to dial; the first is where the packet came from. */
  readonly addresses: readonly Address[];
  /** How its announcement came here. */
  readonly heardBy: 'multicast' | 'beacon';
}

/** Discovered peers that are remembered as told; anyone may forge announcements (W16). */
const MAX_DISCOVERED = 1_000;

/** Decides. Facts come in from the mechanisms, wishes through `handlers`; events go out. */
export class Engine {
  readonly handlers: CommandHandlers;
  /** What windows read. */
  readonly view: EngineView;
  readonly #mechanisms: Mechanisms;
  readonly #options: EngineOptions;
  readonly #parts: Parts;
  readonly #stopping = new AbortController();
  readonly #start: { done: () => void; failed: (error: unknown) => void };
  #address: Address;
  #name: string;
  readonly #uploads = new Uploads();
  // What discovery has told already; it tells a peer again and again.
  readonly #discovered = new Map<PeerId, Address>();
  #stopListening: () => void = () => undefined;

  /** `askToStop` is called when a command asks for the end of the program. */
  constructor(mechanisms: Mechanisms, options: EngineOptions, askToStop: () => void) {
    this.#mechanisms = mechanisms;
    this.#options = options;
    this.#address = options.listen;
    this.#name = options.name;
    this.#parts = createParts(mechanisms, { ...options, address: () => this.#address });
    let start = { done: (): void => undefined, failed: (_: unknown): void => undefined };
    const started = new Promise<void>((resolve, reject) => {
      start = { done: resolve, failed: reject };
    });
    // Whoever waits for it is told; a start that fails with nobody waiting is `start`'s to tell.
    started.catch(() => undefined);
    this.#start = start;
    this.handlers = createHandlers({
      ...this.#parts,
      catalog: mechanisms.catalog,
      events: mechanisms.events,
      settings: mechanisms.store.settings,
      stopping: this.#stopping.signal,
      ready: () => started,
      self: () => this.#self(),
      rename: (name) => {
        this.#rename(name);
      },
      askToStop,
    });
    this.view = this.#createView();
  }

  /**
   * Scans and repairs, listens, dials; fails where the games folder or the port can't be used. Listens
   * only when `beforeListening` is done: the library is known then.
   */
  async start(beforeListening: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    try {
      await this.#begin(beforeListening);
      this.#start.done();
    } catch (error) {
      this.#start.failed(error);
      throw error;
    }
  }

  /** Ends what is under way in order and says goodbye; a second call does nothing more. */
  async stop(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const closing = new LanspreadError('shutting-down', 'Lanspread is being closed.');
    this.#stopping.abort(closing);
    this.#start.failed(closing);
    this.#parts.queue.close();
    this.#parts.acquaintances.look(false);
    this.#parts.exchange.stop();
    this.#parts.doctor.stop();
    this.#parts.connections.stop();
    this.#parts.directory.close(closing);
    this.#parts.hashing.stop();
    this.#parts.missedContent.stop();
    this.#stopListening();
    await Promise.all([this.#mechanisms.network.stop(), this.#parts.operations.close()]);
  }

  /** Where this peer listens; the real port once it has started. */
  get address(): Address {
    return this.#address;
  }

  /** Discovery has seen a peer somewhere. */
  found({ peerId, name, addresses, heardBy }: PeerHint): void {
    const [address] = addresses;
    if (peerId === this.#options.peerId || address === undefined) return;
    if (peerId !== undefined && this.#discovered.get(peerId) !== address) {
      if (this.#discovered.size >= MAX_DISCOVERED) this.#discovered.clear();
      this.#discovered.set(peerId, address);
      this.#mechanisms.events.emit({ type: 'peer-discovered', peerId, name, address });
    }
    if (peerId !== undefined) this.#parts.doctor.announced(peerId, heardBy);
    void this.#parts.connections.hint(peerId, addresses, address).then((outcome) => {
      if (peerId === undefined || outcome !== 'unreachable') return;
      this.#parts.doctor.missed({ peerId, name, address, isVouched: false });
    });
  }

  /** A cable was plugged in, a card has come or gone, the PC has woken up elsewhere. */
  networkChanged(): void {
    if (!this.#stopping.signal.aborted) this.#parts.connections.networkChanged();
  }

  /** Looks for peers by itself, beside what discovery finds, or does not. */
  look(isOn: boolean): void {
    if (this.#stopping.signal.aborted) return;
    this.#parts.acquaintances.look(isOn);
    this.#parts.exchange.look(isOn);
    this.#parts.doctor.look(isOn);
  }

  async #begin(beforeListening: () => Promise<void>): Promise<void> {
    const { events, network } = this.#mechanisms;
    const { connections, own, queue, recovery } = this.#parts;
    await own.scan(this.#stopping.signal, (gameIds) => recovery.recoverAll(gameIds));
    await beforeListening();
    this.#stopping.signal.throwIfAborted();
    this.#stopListening = network.listen((event) => {
      this.#heard(event);
    });
    this.#address = await network.start();
    this.#stopping.signal.throwIfAborted();
    const { peerId } = this.#options;
    const self = { peerId, name: this.#name, address: this.#address };
    events.emit({ type: 'local-peer-ready', ...self });
    queue.restore();
    for (const address of this.#options.connect) connections.keep(address);
  }

  #self(): Pick<Status, 'peerId' | 'name' | 'address' | 'stateDir' | 'version'> {
    const { peerId, stateFolder, version } = this.#options;
    const self = { peerId, name: this.#name, address: this.#address };
    return { ...self, stateDir: stateFolder, version };
  }

  #rename(name: string): void {
    if (name === this.#name) return;
    this.#name = name;
    this.#mechanisms.network.setName(name);
    this.#parts.sync.renamed(name);
    const { peerId } = this.#options;
    const self = { peerId, name, address: this.#address };
    this.#mechanisms.events.emit({ type: 'local-peer-renamed', ...self });
  }

  #createView(): EngineView {
    const { catalog, freeBytes } = this.#mechanisms;
    const { directory, doctor, gate, operations, own, queue } = this.#parts;
    return {
      status: () => statusOf({ directory, gate, operations, own, queue, self: () => this.#self() }),
      peers: () => directory.rows(),
      link: (peerId) => doctor.verdictOn(peerId),
      outOfReach: () => doctor.outOfReach,
      game: (gameId) => {
        const game = catalog.get(gameId);
        return game && rowOf({ directory, operations, own, queue }, game);
      },
      cover: (gameId) => coverOf(own.find(gameId)?.scanned.content),
      uploadedBytes: (peerId) =>
        peerId === undefined ? this.#uploads.total : this.#uploads.to(peerId),
      freeBytes: () => freeBytes(own.gamesFolder),
    };
  }

  #heard(event: NetworkEvent): void {
    const { connections, directory, doctor, exchange, missedContent, sync } = this.#parts;
    switch (event.type) {
      case 'session-opened':
        sync.opened(event);
        exchange.opened(event);
        doctor.opened(event);
        return;
      case 'session-message':
        this.#heardSaid(event);
        return;
      case 'session-closed': {
        exchange.closed(event.sessionId);
        doctor.closed(event.sessionId);
        const loss = sync.closed(event);
        if (!loss) return;
        this.#uploads.forget(event.peerId);
        connections.lost(event.peerId, loss);
        return;
      }
      case 'content-gone':
        missedContent.missed(event.gameId);
        return;
      case 'network-problem':
        this.#mechanisms.events.emit({ type: 'diagnostic', ...event.failure });
        return;
      case 'served':
        this.#uploads.add(event.peerId, event.bytes, directory.find(event.peerId) !== undefined);
        return;
    }
  }

  #heardSaid(event: Extract<NetworkEvent, { type: 'session-message' }>): void {
    const { doctor, exchange, swarm, sync } = this.#parts;
    const { message, peerId, sessionId } = event;
    // What is said of one game is said of a download under way.
    if ('gameId' in message) swarm.heard(peerId, sessionId, message);
    else if (message.type === 'peers') exchange.heard(sessionId, message);
    else if (message.type === 'link') doctor.heard(sessionId, message);
    else sync.heard({ ...event, message });
  }
}
