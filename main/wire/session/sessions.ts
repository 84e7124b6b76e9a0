import type { PeerId } from '../../../shared/domain/ids.ts';
import type { LossReason } from '../../../shared/domain/peer.ts';
import type { Clock } from '../../kit/clock.ts';
import { LARGE_ROOM_PAUSE, SMALL_ROOM, TWIN_LINGER_MS, type WireLimits } from '../limits.ts';
import type { NetworkEvent, SessionId, SessionMessage } from '../network.ts';
import { plainHost } from '../address.ts';
import { Session, type SessionStart } from './session.ts';
import type { SessionFrame } from './session-frames.ts';
import { survivor } from './session-rule.ts';

export interface SessionsDeps {
  readonly clock: Clock;
  readonly limits: WireLimits;
  readonly ownId: PeerId;
  readonly emit: (event: NetworkEvent) => void;
  /** A peer asks to be called back. */
  readonly onCallBack: (session: SessionStart, ticket: string) => void;
  readonly onFault: (error: unknown) => void;
}

/** The open sessions: one a peer. */
export class Sessions {
  readonly #deps: SessionsDeps;
  readonly #byId = new Map<SessionId, Session>();
  readonly #byPeer = new Map<PeerId, Session>();
  #lastId = 0;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  find(peerId: PeerId): SessionStart | undefined {
    return this.#byPeer.get(peerId)?.start;
  }

  /** Takes in a connection after both hellos; gives the session that stays, this one or an older. */
  join(newcomer: Omit<SessionStart, 'sessionId'>): SessionStart {
    const existing = this.#byPeer.get(newcomer.peerId);
    const ids = { own: this.#deps.ownId, peer: newcomer.peerId };
    if (existing && survivor(existing.start, newcomer, ids) === 'existing') {
      // Its opener is about to come to the same answer and closes it, without a loss being seen.
      setTimeout(() => {
        newcomer.framed.destroy();
      }, TWIN_LINGER_MS).unref();
      return existing.start;
    }
    this.#lastId += 1;
    const session = this.#open({ ...newcomer, sessionId: this.#lastId });
    // Opened before the old one is closed: a peer that changes over is never lost in between.
    if (existing) this.#drop(existing, 'replaced');
    session.run().then((reason) => {
      this.#drop(session, reason);
    }, this.#deps.onFault);
    return session.start;
  }

  send(sessionId: SessionId, message: SessionMessage): void {
    this.#byId.get(sessionId)?.send(message);
  }

  /** Sends a frame that is no message. */
  say(sessionId: SessionId, frame: SessionFrame): void {
    this.#byId.get(sessionId)?.say(frame);
  }

  /** Says goodbye and closes; resolves when the socket is closed, soon. */
  async hangUp(sessionId: SessionId): Promise<void> {
    const session = this.#byId.get(sessionId);
    if (session === undefined) return;
    const ended = session.end();
    this.#drop(session, 'goodbye');
    await ended;
  }

  /** Says goodbye to all; resolves when they are closed. */
  async stop(): Promise<void> {
    await Promise.all([...this.#byId.keys()].map((sessionId) => this.hangUp(sessionId)));
  }

  #open(start: SessionStart): Session {
    const { sessionId, peerId, name, address, direction } = start;
    const { clock, emit, limits } = this.#deps;
    const onMessage = (message: SessionMessage): void => {
      if (this.#byId.has(sessionId)) emit({ type: 'session-message', sessionId, peerId, message });
    };
    const onCallBack = (ticket: string): void => {
      this.#deps.onCallBack(start, ticket);
    };
    const pingMs = (): number =>
      limits.pingMs * (this.#byId.size > SMALL_ROOM ? LARGE_ROOM_PAUSE : 1);
    const session = new Session(start, { clock, limits, pingMs, onMessage, onCallBack });
    this.#byId.set(sessionId, session);
    this.#byPeer.set(peerId, session);
    const ownHost = plainHost(start.framed.socket.localAddress ?? '');
    emit({ type: 'session-opened', sessionId, peerId, name, address, direction, ownHost });
    return session;
  }

  // Once a session: whoever notices its end first gives the reason.
  #drop(session: Session, reason: LossReason | 'replaced'): void {
    const { sessionId, peerId, address } = session.start;
    if (!this.#byId.delete(sessionId)) return;
    if (this.#byPeer.get(peerId) === session) this.#byPeer.delete(peerId);
    if (reason === 'replaced') session.destroy();
    this.#deps.emit({ type: 'session-closed', sessionId, peerId, address, reason });
  }
}
