import type { MessagePort } from 'node:worker_threads';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { Deferred } from '../../kit/deferred.ts';
import type { LineAnswer, LineRequest } from './line-messages.ts';

/** How long the own dial is tried before the peer is asked to call back, in milliseconds. */
const HEAD_START_MS = 500;

/** Peers that are remembered to be reached only by their own call. */
const MAX_REMEMBERED = 1_000;

/** A fetching thread's line to the net worker, over which it has peers asked to call back. */
export class CallBackLine {
  readonly #port: MessagePort;
  readonly #asked = new Map<number, Deferred<MessagePort>>();
  readonly #needed = new Set<PeerId>();
  #lastAskId = 0;

  /** Takes the port that `WorkerNetwork.openLine` gives. */
  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (answer: LineAnswer) => {
      this.#hear(answer);
    });
  }

  /** How long to try without it first: not at all where the last connection came about by a call. */
  headStartMs(peerId: PeerId): number {
    return this.#needed.has(peerId) ? 0 : HEAD_START_MS;
  }

  /** Notes how the last connection with a peer came about. */
  note(peerId: PeerId, way: 'dialled' | 'called-back'): void {
    if (way === 'dialled') this.#needed.delete(peerId);
    else if (this.#needed.size < MAX_REMEMBERED) this.#needed.add(peerId);
  }

  /**
   * Asks a peer to open a data connection to this PC; gives what carries it, both hellos said.
   * Fails with `peer-unreachable` where nothing comes of it, or with the signal's reason.
   */
  async ask(peerId: PeerId, signal: AbortSignal): Promise<MessagePort> {
    signal.throwIfAborted();
    const askId = (this.#lastAskId += 1);
    const answer = new Deferred<MessagePort>();
    const giveUp = (): void => {
      this.#say({ type: 'give-up', askId });
      answer.reject(signal.reason as Error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    this.#asked.set(askId, answer);
    this.#say({ type: 'ask', askId, peerId });
    try {
      return await answer.promise;
    } finally {
      this.#asked.delete(askId);
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Hangs up; what was asked gets no answer any more. */
  close(): void {
    this.#port.close();
  }

  #hear(answer: LineAnswer): void {
    const asked = this.#asked.get(answer.askId);
    if (answer.type === 'in-vain') asked?.reject(noCall());
    else if (asked === undefined) answer.port.close();
    else asked.resolve(answer.port);
  }

  #say(request: LineRequest): void {
    this.#port.postMessage(request);
  }
}

function noCall(): LanspreadError {
  return new LanspreadError('peer-unreachable', 'The PC could not call back.');
}
