import type { PeerId } from '../../../shared/domain/ids.ts';
import { type Failure, toFailure } from '../../../shared/errors.ts';
import { printAddress } from '../address.ts';
import type { WireLimits } from '../limits.ts';
import type { CallBackDesk } from '../call-back/call-back-desk.ts';
import { badHello } from '../link/failures.ts';
import type { FramedSocket } from '../link/framed-socket.ts';
import { hearHello } from '../link/hear-hello.ts';
import type { Hello, HelloProblem } from '../link/hello.ts';
import type { ContentServer } from '../serving/content-server.ts';
import type { Sessions } from './sessions.ts';

export interface ReceptionDeps {
  readonly limits: WireLimits;
  readonly ownId: PeerId;
  /** What this PC says to whoever has opened a connection. */
  readonly ownHello: () => object;
  readonly sessions: Pick<Sessions, 'join'>;
  readonly content: Pick<ContentServer, 'serve'>;
  readonly calls: Pick<CallBackDesk, 'admit'>;
  /** A peer that can't be talked to, said once. */
  readonly onProblem: (failure: Failure) => void;
}

/** Peers that were told of at most, so that a flood of ids fills neither the log nor memory. */
const MAX_TOLD = 100;

/** Greets whoever has dialled this PC, and shows the connection to where it belongs. */
export class Reception {
  readonly #deps: ReceptionDeps;
  readonly #told = new Set<PeerId>();

  constructor(deps: ReceptionDeps) {
    this.#deps = deps;
  }

  /** Takes a connection with a proven id; `settle` is called once its hello was right. */
  async receive(framed: FramedSocket, peerId: PeerId, settle: () => void): Promise<void> {
    // Our own dial, come back to us: the dialling side says so to the player.
    if (peerId === this.#deps.ownId) {
      framed.destroy();
      return;
    }
    const { remoteAddress: host = '' } = framed.socket;
    framed.send(this.#deps.ownHello());
    const hello = await hearHello(framed, this.#deps.limits.handshakeMs);
    if (hello === undefined || typeof hello === 'string' || hello.role === undefined) {
      framed.destroy();
      if (typeof hello === 'string') this.#tell(peerId, host, hello);
      return;
    }
    settle();
    await this.#lead(framed, peerId, hello);
  }

  async #lead(framed: FramedSocket, peerId: PeerId, hello: Hello): Promise<void> {
    const { role } = hello;
    if (role === 'data') await this.#deps.content.serve(framed, peerId);
    else if (role === 'session') this.#join(framed, peerId, hello);
    else if (!this.#deps.calls.admit(framed, peerId, hello.ticket ?? '')) framed.destroy();
  }

  #join(framed: FramedSocket, peerId: PeerId, hello: Hello): void {
    const { name, instance, features, listenPort: port } = hello;
    const { remoteAddress: host = '' } = framed.socket;
    const address = printAddress({ host, port });
    const newcomer = { framed, peerId, name, instance, features, address };
    this.#deps.sessions.join({ ...newcomer, direction: 'in' });
  }

  #tell(peerId: PeerId, host: string, problem: HelloProblem): void {
    // What is no Lanspread at all concerns no player.
    if (problem === 'malformed') return;
    if (this.#told.has(peerId) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(peerId);
    this.#deps.onProblem(toFailure(badHello(host, problem)));
  }
}
