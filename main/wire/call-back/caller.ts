import type { SecureContext } from 'node:tls';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { MAX_DATA_CONNECTIONS_PER_PEER, type WireLimits } from '../limits.ts';
import { dialSecure } from '../link/dial.ts';
import { FramedSocket } from '../link/framed-socket.ts';
import { hearHello } from '../link/hear-hello.ts';
import type { ContentServer } from '../serving/content-server.ts';
import type { SessionStart } from '../session/session.ts';

export interface CallerDeps {
  readonly context: SecureContext;
  readonly limits: WireLimits;
  /** What this PC says when it calls back with a ticket. */
  readonly ownHello: (ticket: string) => object;
  readonly content: Pick<ContentServer, 'serve'>;
}

/**
 * Calls peers back that can't reach this PC, and serves them on the connection. Only over a session
 * that this PC has opened, and only to where it has opened it: whatever a peer says, nobody else is
 * ever dialled.
 */
export class Caller {
  readonly #deps: CallerDeps;
  readonly #stopping = new AbortController();
  // Calls under way to each; what is served counts elsewhere.
  readonly #underWay = new Map<PeerId, number>();

  constructor(deps: CallerDeps) {
    this.#deps = deps;
  }

  /** A peer asks for a call; one that comes to nothing is silently given up. */
  async call({ address, direction, peerId }: SessionStart, ticket: string): Promise<void> {
    const underWay = this.#underWay.get(peerId) ?? 0;
    if (direction !== 'out' || underWay >= MAX_DATA_CONNECTIONS_PER_PEER) return;
    this.#underWay.set(peerId, underWay + 1);
    const framed = await this.#reach(peerId, address, ticket).finally(() => {
      this.#hangUp(peerId);
    });
    if (framed !== undefined) await this.#deps.content.serve(framed, peerId);
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #reach(peerId: PeerId, address: string, ticket: string): Promise<FramedSocket | undefined> {
    const { context, limits, ownHello } = this.#deps;
    const limit = AbortSignal.timeout(limits.handshakeMs);
    const { signal } = this.#stopping;
    // It asks again if it still wants a call, and tells its player if none comes.
    const proven = await dialSecure(address, { context, limit }, signal).catch(() => undefined);
    if (proven === undefined) return undefined;
    const framed = new FramedSocket(proven.socket);
    const hello =
      proven.peerId === peerId ? await hearHello(framed, limits.handshakeMs) : undefined;
    if (typeof hello === 'object' && !signal.aborted) {
      framed.send(ownHello(ticket));
      return framed;
    }
    framed.destroy();
    return undefined;
  }

  #hangUp(peerId: PeerId): void {
    const left = (this.#underWay.get(peerId) ?? 1) - 1;
    if (left === 0) this.#underWay.delete(peerId);
    else this.#underWay.set(peerId, left);
  }
}
