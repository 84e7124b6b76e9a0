import { randomBytes } from 'node:crypto';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { MAX_CALLS_AWAITED, type WireLimits } from '../limits.ts';
import type { FramedSocket } from '../link/framed-socket.ts';
import { CALL_BACK } from '../link/hello.ts';
import type { Sessions } from '../session/sessions.ts';
import { carry } from './carry.ts';
import type { LineAnswer, LineRequest } from './line-messages.ts';

const TICKET_BYTES = 16;

export interface CallBackDeskDeps {
  readonly limits: WireLimits;
  readonly sessions: Pick<Sessions, 'find' | 'say'>;
}

interface Awaited {
  readonly askId: number;
  readonly line: MessagePort;
  readonly peerId: PeerId;
  readonly limit: NodeJS.Timeout;
}

/**
 * Asks peers that this PC can't reach to call back, and knows by its ticket which call was asked
 * for: each is good once, for a few seconds, and for that peer alone.
 */
export class CallBackDesk {
  readonly #deps: CallBackDeskDeps;
  readonly #awaited = new Map<string, Awaited>();

  constructor(deps: CallBackDeskDeps) {
    this.#deps = deps;
  }

  /** Serves one fetching thread's line. */
  attend(line: MessagePort): void {
    line.on('message', (request: LineRequest) => {
      if (request.type === 'ask') this.#ask(line, request);
      else this.#forget(line, request.askId);
    });
  }

  /** Takes a connection that a peer says it was asked for, and passes it on; false where it was not. */
  admit(framed: FramedSocket, peerId: PeerId, ticket: string): boolean {
    const awaited = this.#awaited.get(ticket);
    if (awaited?.peerId !== peerId) return false;
    this.#end(ticket);
    const { port1, port2 } = new MessageChannel();
    carry(framed.release(), port1);
    const { askId, line } = awaited;
    line.postMessage({ type: 'called-back', askId, port: port2 } satisfies LineAnswer, [port2]);
    return true;
  }

  // Who was dialled can be dialled again; only who had to open the session is asked to call.
  #ask(line: MessagePort, { askId, peerId }: LineRequest & { type: 'ask' }): void {
    const { limits, sessions } = this.#deps;
    const session = sessions.find(peerId);
    const canCall = session?.direction === 'in' && session.features.includes(CALL_BACK);
    if (!canCall || this.#awaited.size >= MAX_CALLS_AWAITED) {
      tellInVain(line, askId);
      return;
    }
    const ticket = randomBytes(TICKET_BYTES).toString('hex');
    const limit = setTimeout(() => {
      this.#end(ticket);
      tellInVain(line, askId);
    }, limits.handshakeMs);
    this.#awaited.set(ticket, { askId, line, peerId, limit });
    sessions.say(session.sessionId, { type: 'call-back', ticket });
  }

  #forget(line: MessagePort, askId: number): void {
    for (const [ticket, awaited] of this.#awaited) {
      if (awaited.line === line && awaited.askId === askId) this.#end(ticket);
    }
  }

  #end(ticket: string): void {
    clearTimeout(this.#awaited.get(ticket)?.limit);
    this.#awaited.delete(ticket);
  }
}

function tellInVain(line: MessagePort, askId: number): void {
  line.postMessage({ type: 'in-vain', askId } satisfies LineAnswer);
}
