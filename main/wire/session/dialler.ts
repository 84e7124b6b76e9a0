import type { SecureContext } from 'node:tls';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Reach } from '../../../shared/domain/link.ts';
import type { Address } from '../../../shared/domain/peer.ts';
import { NEVER } from '../../kit/never.ts';
import { WaitingLine } from '../../kit/waiting-line.ts';
import { printAddress } from '../address.ts';
import { MAX_WAITING_DIALS, type WireLimits } from '../limits.ts';
import { dialSecure } from '../link/dial.ts';
import { badHello, hungUp, ownPc, silence, tooManyDials } from '../link/failures.ts';
import { FramedSocket } from '../link/framed-socket.ts';
import { hearHello } from '../link/hear-hello.ts';
import type { Hello } from '../link/hello.ts';
import type { SessionId } from '../network.ts';
import { survivor } from './session-rule.ts';
import type { Sessions } from './sessions.ts';

export interface DiallerDeps {
  readonly context: SecureContext;
  readonly limits: WireLimits;
  readonly ownId: PeerId;
  /** What this PC says when it opens a session. */
  readonly ownHello: () => object;
  readonly sessions: Pick<Sessions, 'find' | 'join'>;
}

/** The session that a dial has led to. */
export interface Dialled {
  readonly sessionId: SessionId;
  readonly peerId: PeerId;
}

interface Dial {
  readonly peerId: PeerId;
  readonly address: Address;
  readonly limit: AbortSignal;
  readonly signal: AbortSignal;
  readonly isMove: boolean;
}

/** Opens sessions with peers whose address is known. */
export class Dialler {
  readonly #deps: DiallerDeps;
  // A handshake costs both ends a few milliseconds: more at once would only take longer each.
  readonly #line: WaitingLine;

  constructor(deps: DiallerDeps) {
    this.#deps = deps;
    const { dials: places } = deps.limits;
    this.#line = new WaitingLine({ places, bound: MAX_WAITING_DIALS, full: tooManyDials });
  }

  /**
   * Opens a session, or finds the one that is open with the same peer; at most `limits.handshakeMs`
   * once its turn has come, which `limits.dials` at once have.
   * With `isMove` the new one takes its place, where the rule for twins says so.
   * Fails with `bad-argument`, `peer-unreachable`, `peer-refused` or the signal's reason.
   */
  dial(address: Address, signal: AbortSignal, isMove = false): Promise<Dialled> {
    return this.#line.run(async () => {
      const { context, limits } = this.#deps;
      const limit = AbortSignal.timeout(limits.handshakeMs);
      const { socket, peerId } = await dialSecure(address, { context, limit }, signal);
      const dial = { peerId, address, limit, signal, isMove };
      return await this.#greet(new FramedSocket(socket), dial);
    }, signal);
  }

  /** Whether a peer can be dialled there right now: proven by its key, after which nothing is said. */
  async reachOf(expected: PeerId, address: Address): Promise<Reach> {
    const tried = this.#line.run(() => this.#tryToReach(expected, address), NEVER);
    return tried.catch(() => 'unknown');
  }

  async #tryToReach(expected: PeerId, address: Address): Promise<Reach> {
    const { context, limits } = this.#deps;
    const limit = AbortSignal.timeout(limits.handshakeMs);
    try {
      const { socket, peerId } = await dialSecure(address, { context, limit }, limit);
      socket.destroy();
      return peerId === expected ? 'yes' : 'no';
    } catch {
      return 'no';
    }
  }

  async #greet(framed: FramedSocket, dial: Dial): Promise<Dialled> {
    const { peerId, address, limit, signal } = dial;
    const end = AbortSignal.any([signal, limit]);
    const cut = (): void => {
      framed.destroy();
    };
    end.addEventListener('abort', cut);
    try {
      const hello = await this.#hear(framed, peerId, address);
      return { sessionId: this.#settle(framed, hello, dial), peerId };
    } catch (error) {
      cut();
      signal.throwIfAborted();
      throw limit.aborted ? silence(address) : error;
    } finally {
      end.removeEventListener('abort', cut);
    }
  }

  async #hear(framed: FramedSocket, peerId: PeerId, address: Address): Promise<Hello> {
    if (peerId === this.#deps.ownId) throw ownPc(address);
    const hello = await hearHello(framed, this.#deps.limits.handshakeMs);
    if (hello === undefined) throw hungUp(address);
    if (typeof hello !== 'string') return hello;
    // The other end shall know too why nothing comes of it.
    framed.send(this.#deps.ownHello());
    throw badHello(address, hello);
  }

  // Who dials says hello last: until then the other end has no new session that could replace one.
  #settle(framed: FramedSocket, hello: Hello, { peerId, isMove }: Dial): SessionId {
    const { name, instance, features } = hello;
    const open = this.#deps.sessions.find(peerId);
    const ids = { own: this.#deps.ownId, peer: peerId };
    const newcomerFacts = { direction: 'out', instance } as const;
    const mayMove = isMove && open && survivor(open, newcomerFacts, ids) === 'newcomer';
    if (open?.instance === instance && !mayMove) {
      framed.destroy();
      return open.sessionId;
    }
    framed.send(this.#deps.ownHello());
    const { remoteAddress: host = '', remotePort: port = 0 } = framed.socket;
    const address = printAddress({ host, port });
    const facts = { peerId, name, instance, features, address };
    const newcomer = { framed, ...facts, direction: 'out' } as const;
    return this.#deps.sessions.join(newcomer).sessionId;
  }
}
