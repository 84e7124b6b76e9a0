import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Address } from '../../../shared/domain/peer.ts';
import { type HostPort, printAddress } from '../address.ts';
import type { WireLimits } from '../limits.ts';
import { Doorway } from './doorway.ts';
import { listenFailure } from './failures.ts';
import { ALPN_PROTOCOL, provenPeerId } from './secure.ts';

export interface ListenerDeps {
  readonly context: SecureContext;
  readonly limits: WireLimits;
  /** A caller that has proven its id; it is cut off unless `settle` says in time that its hello was right. */
  readonly onCaller: (socket: TLSSocket, peerId: PeerId, settle: () => void) => void;
}

/** The one listening port: turns what comes in into connections with a proven id, within limits. */
export class Listener {
  readonly #deps: ListenerDeps;
  readonly #doorway: Doorway<Socket>;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  constructor(deps: ListenerDeps) {
    this.#deps = deps;
    this.#doorway = new Doorway<Socket>(
      {
        begin: (socket) => {
          this.#secure(socket);
        },
        turnAway: (socket) => {
          socket.destroy();
        },
      },
      deps.limits,
    );
    // Paused, so that not a byte is read before the handshake's turn.
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      this.#arrive(socket);
    });
  }

  /** Gives the address with its real port; fails with `io-error` where it can't listen there. */
  async start(address: HostPort): Promise<Address> {
    try {
      this.#server.listen({ ...address, exclusive: true });
      await once(this.#server, 'listening');
    } catch (error) {
      throw listenFailure(printAddress(address), error);
    }
    // What goes wrong with a single connection later on (no handles left) must not end the rest.
    this.#server.on('error', () => undefined);
    const bound = this.#server.address();
    const port = typeof bound === 'object' ? bound?.port : undefined;
    return printAddress({ ...address, port: port ?? address.port });
  }

  /** Lets nobody new in. */
  close(): void {
    this.#server.close();
  }

  /** Cuts whatever came in and is still there. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #arrive(socket: Socket): void {
    this.#open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#open.delete(socket);
      this.#doorway.leave(socket);
    });
    this.#doorway.arrive(socket, socket.remoteAddress ?? '');
  }

  #secure(raw: Socket): void {
    const socket = new TLSSocket(raw, {
      isServer: true,
      secureContext: this.#deps.context,
      ALPNProtocols: [ALPN_PROTOCOL],
      requestCert: true,
      // Who signed the certificate does not count: its key is the identity.
      rejectUnauthorized: false,
    });
    const limit = setTimeout(() => raw.destroy(), this.#deps.limits.handshakeMs);
    const end = (): void => {
      clearTimeout(limit);
      raw.destroy();
    };
    socket.on('error', end).on('close', end);
    socket.once('secure', () => {
      const peerId = provenPeerId(socket);
      if (peerId === undefined) {
        raw.destroy();
        return;
      }
      this.#deps.onCaller(socket, peerId, () => {
        clearTimeout(limit);
        this.#doorway.prove(raw);
      });
    });
  }
}
