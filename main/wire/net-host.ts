import type { TLSSocket } from 'node:tls';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Clock } from '../kit/clock.ts';
import { type HostPort, parseAddress } from './address.ts';
import { CallBackDesk } from './call-back/call-back-desk.ts';
import { Caller } from './call-back/caller.ts';
import type { Identity } from './identity.ts';
import type { WireLimits } from './limits.ts';
import { FramedSocket } from './link/framed-socket.ts';
import { helloMessage, type Role } from './link/hello.ts';
import { Listener } from './link/listener.ts';
import { secureContext } from './link/secure.ts';
import type { NetworkEvent } from './network.ts';
import { ContentServer } from './serving/content-server.ts';
import { Dialler } from './session/dialler.ts';
import { Reception } from './session/reception.ts';
import { Sessions } from './session/sessions.ts';

/** Who this PC is to others, and where it listens; plain data, handed to the worker at its start. */
export interface NetSetup {
  readonly identity: Identity;
  readonly name: string;
  readonly appVersion: string;
  /** Random, made once a process: tells a restarted peer from one that dials twice. */
  readonly instance: number;
  readonly listen: HostPort;
  readonly limits: WireLimits;
}

export interface NetHostDeps {
  readonly clock: Clock;
  readonly emit: (event: NetworkEvent) => void;
  readonly onFault: (error: unknown) => void;
}

/** Everything that talks to peers, in one thread: the port, the dials, sessions and serving. */
export class NetHost {
  readonly sessions: Sessions;
  readonly content: ContentServer;
  readonly dialler: Dialler;
  readonly calls: CallBackDesk;
  readonly #setup: NetSetup;
  readonly #caller: Caller;
  readonly #listener: Listener;
  #name: string;
  #listenPort = 0;

  constructor(setup: NetSetup, deps: NetHostDeps) {
    this.#setup = setup;
    this.#name = setup.name;
    const { identity, limits } = setup;
    const context = secureContext(identity);
    const common = { ...deps, limits, ownId: identity.peerId };
    this.content = new ContentServer(common);
    this.#caller = new Caller({
      ...common,
      context,
      content: this.content,
      ownHello: (ticket) => this.#hello('call-back', ticket),
    });
    this.sessions = new Sessions({
      ...common,
      onCallBack: (session, ticket) => {
        this.#caller.call(session, ticket).catch(deps.onFault);
      },
    });
    this.calls = new CallBackDesk({ ...common, sessions: this.sessions });
    this.dialler = new Dialler({
      ...common,
      context,
      sessions: this.sessions,
      ownHello: () => this.#hello('session'),
    });
    const reception = new Reception({
      ...common,
      sessions: this.sessions,
      content: this.content,
      calls: this.calls,
      ownHello: () => this.#hello(),
      onProblem: (failure) => {
        deps.emit({ type: 'network-problem', failure });
      },
    });
    const onCaller = (socket: TLSSocket, peerId: PeerId, settle: () => void): void => {
      reception.receive(new FramedSocket(socket), peerId, settle).catch(deps.onFault);
    };
    this.#listener = new Listener({ context, limits, onCaller });
  }

  /** Gives the address with its real port; fails with `io-error` where it can't listen there. */
  async start(): Promise<Address> {
    const address = await this.#listener.start(this.#setup.listen);
    this.#listenPort = parseAddress(address)?.port ?? 0;
    return address;
  }

  /** What later greetings say; open sessions are told by whoever decides over them. */
  setName(name: string): void {
    this.#name = name;
  }

  /** Says goodbye to all peers and closes everything; well below a second. */
  async stop(): Promise<void> {
    this.#listener.close();
    this.#caller.stop();
    await Promise.all([this.sessions.stop(), this.content.stop()]);
    this.#listener.cut();
  }

  #hello(role?: Role, ticket?: string): object {
    const { appVersion, instance } = this.#setup;
    const self = { name: this.#name, listenPort: this.#listenPort };
    return helloMessage({ ...self, appVersion, instance }, role, ticket);
  }
}
