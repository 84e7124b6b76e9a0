import type { PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { systemClock } from '../kit/clock.ts';
import { Deferred } from '../kit/deferred.ts';
import { MAX_MANIFEST_BYTES } from '../manifest/manifest-codec.ts';
import {
  answerBytes,
  assertWithinLimits,
  type BlocksRequest,
  type ContentRequest,
  type DescriptorsRequest,
  type HashedBlocksRequest,
  parseAnswerHeader,
} from './content-requests.ts';
import type { CallBackLine } from './call-back/call-back-line.ts';
import type { DataLink } from './fetch/data-link.ts';
import { ExactReader } from './fetch/exact-reader.ts';
import { PendingAnswers } from './fetch/pending-answers.ts';
import { reach } from './fetch/reach.ts';
import { StallWatch } from './fetch/stall-watch.ts';
import type { Identity } from './identity.ts';
import { DATA_STALL_MS, HANDSHAKE_MS, MAX_PIPELINED_REQUESTS } from './limits.ts';
import { badHello, brokenProtocol, cancelled, hungUp, silence, stalled } from './link/failures.ts';
import { encodeFrame } from './link/frames.ts';
import { type HelloFacts, helloMessage, parseHello } from './link/hello.ts';
import { secureContext } from './link/secure.ts';

/** As whom to connect, and how. */
export interface OwnEnd {
  readonly identity: Identity;
  readonly hello: HelloFacts;
  /** How to have a peer call back that can't be dialled; without it, that is not tried. */
  readonly callBacks?: CallBackLine | undefined;
  /** Gives up when no byte comes for so long while an answer is due; default `DATA_STALL_MS`. */
  readonly stallMs?: number | undefined;
}

/** Whom to connect to, and as whom. */
export interface DataConnectionTarget extends OwnEnd {
  /** Who must answer; proven by its key, else `peer-refused`. */
  readonly peerId: PeerId;
  readonly address: Address;
  /** Told of content as it arrives, often (every 16 KiB); must be quick and must not throw. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/**
 * Connects, proves both ids and says hello; at most 5 s.
 * Fails with `bad-argument`, `peer-unreachable`, `peer-refused` or the signal's reason.
 */
export async function openDataConnection(
  target: DataConnectionTarget,
  signal: AbortSignal,
): Promise<DataConnection> {
  const connection = new DataConnection(target);
  await connection.open(signal);
  return connection;
}

/** A connection over which one peer's content is fetched; any failure of it ends it for good. */
export class DataConnection {
  readonly #target: DataConnectionTarget;
  readonly #reader: ExactReader;
  readonly #pending = new PendingAnswers();
  readonly #greeting = new Deferred<undefined>();
  readonly #stalls: StallWatch;
  #link: DataLink | undefined;
  #state: 'new' | 'greeted' | 'open' | 'closed' = 'new';
  #failure: Error = cancelled();
  #lastId = 0;
  #isPaused = false;

  constructor(target: DataConnectionTarget) {
    this.#target = target;
    this.#reader = new ExactReader({
      onFrame: (message) => this.#read(message),
      onBytes: (bytes) => target.onBytes?.(bytes),
      onFilled: () => {
        this.#pending.finish();
      },
    });
    this.#stalls = new StallWatch({
      clock: systemClock,
      limitMs: target.stallMs ?? DATA_STALL_MS,
      isDue: () => this.#pending.size > 0 && !this.#isPaused,
      onStall: () => {
        this.#fail(stalled(target.address));
      },
    });
    // Nobody may be waiting for it when the connection fails earlier.
    this.#greeting.promise.catch(() => undefined);
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Does what `openDataConnection` promises; once. */
  async open(signal: AbortSignal): Promise<void> {
    const limit = AbortSignal.timeout(HANDSHAKE_MS);
    const end = AbortSignal.any([signal, limit]);
    const onEnd = (): void => {
      this.#fail(signal.aborted ? signal.reason : silence(this.#target.address));
    };
    end.addEventListener('abort', onEnd);
    try {
      await this.#connect(limit, signal);
      await this.#greeting.promise;
      // What came right behind the hello may have ended it already.
      if (this.#state !== 'greeted') throw this.#failure;
      this.#state = 'open';
      this.#stalls.start();
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      end.removeEventListener('abort', onEnd);
    }
  }

  /**
   * Puts the ranges, one after the other, and behind them the hashes if wanted, at the start of
   * `into`, which must hold `answerBytes(request)`; it is written to only until the promise
   * settles. Answers come in the order of the requests; up to `MAX_PIPELINED_REQUESTS` may wait.
   * Fails with `peer-unreachable`, `peer-refused` (broke the protocol), `timeout` (stalled),
   * `cancelled` (closed here) or `bad-argument` (over a limit; the connection lives).
   */
  async requestBlocks(
    request: BlocksRequest,
    into: Uint8Array,
  ): Promise<'received' | 'not-available'> {
    assertWithinLimits(request);
    const place = into.subarray(0, answerBytes(request));
    if (place.byteLength < answerBytes(request)) {
      throw new LanspreadError('bad-argument', 'The buffer is too small for the answer.');
    }
    return this.#askInto({ type: 'get-blocks', ...request }, place);
  }

  /**
   * Blocks of a download that the peer has under way, one after the other, into the whole of
   * `place`, which must be just as long as they are together. Otherwise like `requestBlocks`.
   */
  requestHashedBlocks(
    request: HashedBlocksRequest,
    place: Uint8Array,
  ): Promise<'received' | 'not-available'> {
    return this.#askInto({ type: 'get-hashed-blocks', ...request }, place);
  }

  /** The canonical bytes, unchecked, or undefined where the peer does not serve them; fails alike. */
  requestDescriptors(request: DescriptorsRequest): Promise<Uint8Array | undefined> {
    return this.#ask({ type: 'get-descriptors', ...request }, (length) =>
      length <= MAX_MANIFEST_BYTES ? new Uint8Array(length) : undefined,
    );
  }

  /** Stops reading, so that the sender has to wait; time paused is no stall. */
  pause(): void {
    this.#isPaused = true;
    this.#link?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#stalls.moved();
    this.#link?.resume();
  }

  /** Ends the connection; requests that wait fail with `cancelled`. Idempotent. */
  close(): void {
    this.#fail(cancelled());
  }

  async #connect(limit: AbortSignal, signal: AbortSignal): Promise<void> {
    const { address, callBacks, identity, hello, peerId } = this.#target;
    const context = secureContext(identity);
    const reader = {
      place: () => this.#reader.place,
      took: this.#took,
      onClosed: () => {
        this.#fail(hungUp(address));
      },
    };
    const link = await reach({ address, peerId, callBacks, context, limit }, reader, signal);
    this.#link = link;
    if (this.#state === 'closed') link.destroy();
    else if (link.isGreeted) this.#greeted();
    else link.write(encodeFrame(helloMessage(hello, 'data')));
  }

  readonly #took = (bytes: number): void => {
    this.#stalls.moved();
    const problem = this.#reader.took(bytes);
    if (problem !== undefined) this.#fail(brokenProtocol(this.#target.address, problem));
  };

  #read(message: object): Uint8Array | undefined | { readonly problem: string } {
    if (this.#state !== 'new') return this.#begin(message);
    this.#greet(message);
    return undefined;
  }

  #greet(message: object): void {
    const hello = parseHello(message);
    if (typeof hello === 'string') this.#fail(badHello(this.#target.address, hello));
    else this.#greeted();
  }

  #greeted(): void {
    this.#state = 'greeted';
    this.#greeting.resolve(undefined);
  }

  #begin(message: object): Uint8Array | undefined | { readonly problem: string } {
    const header = parseAnswerHeader(message);
    if (header === undefined) return { problem: 'it sent a frame that is no answer' };
    return this.#pending.begin(header);
  }

  async #askInto(
    request: ContentRequest,
    place: Uint8Array,
  ): Promise<'received' | 'not-available'> {
    const placeFor = (length: number): Uint8Array | undefined =>
      length === place.byteLength ? place : undefined;
    const answer = await this.#ask(request, placeFor);
    return answer === undefined ? 'not-available' : 'received';
  }

  #ask(
    request: ContentRequest,
    placeFor: (length: number) => Uint8Array | undefined,
  ): Promise<Uint8Array | undefined> {
    if (this.#state !== 'open') return Promise.reject(this.#failure);
    if (this.#pending.size >= MAX_PIPELINED_REQUESTS) {
      return Promise.reject(new LanspreadError('bad-argument', 'Too many requests at once.'));
    }
    this.#lastId += 1;
    if (this.#pending.size === 0) this.#stalls.moved();
    const answer = new Deferred<Uint8Array | undefined>();
    const { resolve, reject } = answer;
    this.#pending.add({ id: this.#lastId, placeFor, resolve, reject });
    this.#link?.write(encodeFrame({ id: this.#lastId, ...request }));
    return answer.promise;
  }

  #fail(reason: unknown): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#failure = reason instanceof Error ? reason : cancelled();
    this.#stalls.stop();
    // The targets belong to their owners again, so not one byte more may reach them.
    this.#reader.stop();
    this.#link?.destroy();
    this.#greeting.reject(this.#failure);
    this.#pending.failAll(this.#failure);
  }
}
