import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Address, LossReason } from '../../../shared/domain/peer.ts';
import type { Clock } from '../../kit/clock.ts';
import {
  GOODBYE_MS,
  MAX_SESSION_QUEUE_BYTES,
  MESSAGE_BURST,
  MESSAGES_PER_SECOND,
  type WireLimits,
} from '../limits.ts';
import type { FramedSocket } from '../link/framed-socket.ts';
import { SWARM } from '../link/hello.ts';
import { Pacer } from '../link/pacer.ts';
import type { SessionId, SessionMessage } from '../network.ts';
import { framesOf, PageReader } from './pages.ts';
import { parseSessionFrame, printSessionFrame, type SessionFrame } from './session-frames.ts';

const BURST_MS = (MESSAGE_BURST / MESSAGES_PER_SECOND) * 1000;

/** Who answers pings sends one unasked only after so many times the usual pause. */
const ANSWERER_PATIENCE = 1.2;

/** A connection on which both ends have said hello as a session. */
export interface SessionStart {
  readonly sessionId: SessionId;
  readonly peerId: PeerId;
  readonly name: string;
  readonly address: Address;
  readonly direction: 'in' | 'out';
  readonly instance: number;
  readonly features: readonly string[];
  readonly framed: FramedSocket;
}

export interface SessionDeps {
  readonly clock: Clock;
  readonly limits: WireLimits;
  readonly onMessage: (message: SessionMessage) => void;
  /** How often to ping, in milliseconds; it may differ from one time to the next. */
  readonly pingMs: () => number;
  /** The peer asks to be called back. */
  readonly onCallBack: (ticket: string) => void;
}

/** One open session: keeps it alive, reads its messages, and says why it has ended. */
export class Session {
  readonly start: SessionStart;
  readonly #deps: SessionDeps;
  readonly #pages = new PageReader();
  #unsentPings = 0;
  #pingedAtMs: number;
  #patience = 1;
  #nextPing: NodeJS.Timeout | undefined;
  #isStuck = false;

  constructor(start: SessionStart, deps: SessionDeps) {
    this.start = start;
    this.#deps = deps;
    this.#pingedAtMs = deps.clock.monotonicMs();
  }

  /** Reads until the session ends; gives the reason. */
  async run(): Promise<LossReason> {
    this.#pingLater();
    try {
      const reason = await this.#readAll();
      return this.#isStuck ? 'timeout' : reason;
    } finally {
      clearTimeout(this.#nextPing);
    }
  }

  send(message: SessionMessage): void {
    // What is said of one game is said of a download under way.
    if ('gameId' in message && !this.start.features.includes(SWARM)) return;
    for (const frame of framesOf(message)) this.start.framed.send(printSessionFrame(frame));
    if (this.start.framed.socket.writableLength > MAX_SESSION_QUEUE_BYTES) this.#cut();
  }

  /** Sends a frame that is no message. */
  say(frame: SessionFrame): void {
    this.start.framed.send(frame);
  }

  /** Says goodbye and closes; resolves when the socket is closed, soon. */
  end(): Promise<void> {
    return this.start.framed.endWith(goodbye('leaving'), GOODBYE_MS);
  }

  /** Closes without a word. */
  destroy(): void {
    this.start.framed.destroy();
  }

  // Whoever sends more than the pace allows waits in its own socket.
  async #readAll(): Promise<LossReason> {
    const pacer = new Pacer(this.#deps.clock, { creditMs: BURST_MS });
    pacer.setRate(MESSAGES_PER_SECOND);
    for (;;) {
      await pacer.take(1);
      const reason = await this.#readOne();
      if (reason !== undefined) return reason;
    }
  }

  async #readOne(): Promise<LossReason | undefined> {
    const received = await this.start.framed.next(this.#deps.limits.sessionSilenceMs);
    switch (received.type) {
      case 'frame':
        return this.#read(received.message);
      case 'broken':
        return this.#refuse();
      case 'timeout':
        this.destroy();
        return 'timeout';
      case 'closed':
        return 'closed';
    }
  }

  #read(message: object): LossReason | undefined {
    const frame = parseSessionFrame(message);
    if (frame === 'malformed') return this.#refuse();
    if (frame === 'unknown') return undefined;
    if (frame.type === 'ping') {
      this.#hearPing();
      return undefined;
    }
    if (frame.type === 'goodbye') {
      this.destroy();
      return frame.reason === 'leaving' ? 'goodbye' : 'refused';
    }
    if (frame.type !== 'call-back') return this.#hear(frame);
    this.#deps.onCallBack(frame.ticket);
    return undefined;
  }

  #hear(
    frame: Exclude<SessionFrame, { type: 'ping' | 'goodbye' | 'call-back' }>,
  ): LossReason | undefined {
    const isPage = frame.type === 'library' || frame.type === 'library-change';
    const message = isPage ? this.#pages.add(frame) : frame;
    if (message === undefined) return undefined;
    if ('problem' in message) return this.#refuse();
    this.#deps.onMessage(message);
    return undefined;
  }

  #refuse(): LossReason {
    void this.start.framed.endWith(goodbye('refused'), GOODBYE_MS);
    return 'refused';
  }

  // One that is almost due anyhow rides with the acknowledgement of theirs: a packet less. From then
  // on theirs is waited for a little, so that the two do not cross.
  #hearPing(): void {
    if (this.#sincePingMs() < this.#deps.pingMs() / 2) return;
    this.#ping();
    this.#patience = ANSWERER_PATIENCE;
  }

  #pingDueMs(): number {
    return this.#deps.pingMs() * this.#patience - this.#sincePingMs();
  }

  #pingLater(): void {
    this.#nextPing = setTimeout(
      () => {
        if (this.#pingDueMs() <= 0) this.#ping();
        this.#pingLater();
      },
      Math.max(0, this.#pingDueMs()),
    );
  }

  #sincePingMs(): number {
    return this.#deps.clock.monotonicMs() - this.#pingedAtMs;
  }

  #ping(): void {
    // So many that the system could not even take them: nobody reads at the other end.
    if (this.#unsentPings * this.#deps.pingMs() >= this.#deps.limits.sessionSilenceMs) {
      this.#cut();
      return;
    }
    this.#pingedAtMs = this.#deps.clock.monotonicMs();
    this.#patience = 1;
    this.#unsentPings += 1;
    this.start.framed.send({ type: 'ping' }, () => {
      this.#unsentPings -= 1;
    });
  }

  // The other end does not read what it is sent.
  #cut(): void {
    this.#isStuck = true;
    this.destroy();
  }
}

function goodbye(reason: 'leaving' | 'refused'): SessionFrame {
  return { type: 'goodbye', reason };
}
