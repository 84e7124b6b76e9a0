import type { TLSSocket } from 'node:tls';
import { encodeFrame, FrameDecoder } from './frames.ts';

/** What came next on a connection. */
export type Received =
  | { readonly type: 'frame'; readonly message: object }
  | { readonly type: 'broken'; readonly problem: string }
  | { readonly type: 'closed' }
  | { readonly type: 'timeout' };

/**
 * Frames over a TLS socket, read one at a time: nothing is read from the network while nobody
 * asks, so a peer that sends more than is taken has to wait.
 */
export class FramedSocket {
  readonly socket: TLSSocket;
  readonly #decoder = new FrameDecoder();
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(socket: TLSSocket) {
    this.socket = socket;
    socket.on('data', this.#onData).on('close', this.#onClose);
    // What went wrong does not matter, but a broken TLS record leaves the socket open: only a close counts.
    socket.on('error', () => {
      this.destroy();
    });
    socket.pause();
  }

  get isClosed(): boolean {
    return this.#isClosed || this.socket.destroyed;
  }

  /** The next frame; one caller at a time. `timeout` when it is not whole within `limitMs`. */
  async next(limitMs: number): Promise<Received> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const decoded = this.#decoder.next();
      if (decoded.type !== 'incomplete') return decoded;
      if (this.isClosed) return { type: 'closed' };
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return { type: 'timeout' };
      await this.#more(leftMs);
    }
  }

  /** Queues a frame; `onSent` runs once the system has taken it all, or the socket is gone. */
  send(message: object, onSent?: () => void): void {
    if (this.isClosed) onSent?.();
    else this.socket.write(encodeFrame(message), onSent);
  }

  /** Sends a last frame and waits for the other end to close; cuts the socket after `limitMs`. */
  endWith(message: object, limitMs: number): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.destroy();
      }, limitMs);
      this.socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.socket.end(encodeFrame(message));
      // What still comes in is read and dropped: unread bytes would turn the close into a reset,
      // and that could overtake the last frame.
      this.socket.removeAllListeners('data').resume();
    });
  }

  /** Gives the socket away, paused and with what came behind the last frame; not to be used afterwards. */
  release(): TLSSocket {
    const { socket } = this;
    socket.off('data', this.#onData).off('close', this.#onClose);
    const rest = this.#decoder.rest();
    if (rest.byteLength > 0) socket.unshift(rest);
    return socket;
  }

  destroy(): void {
    this.socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    this.socket.pause();
    this.#decoder.push(bytes);
    this.#wake?.();
  };

  readonly #onClose = (): void => {
    this.#isClosed = true;
    this.#wake?.();
  };

  #more(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      let lastTurn: NodeJS.Immediate | undefined;
      const finish = (): void => {
        clearTimeout(timer);
        // It would end the wait after this one.
        clearImmediate(lastTurn);
        this.#wake = undefined;
        resolve();
      };
      // After a sleep of this PC the time is up before what came meanwhile has been read: it gets a turn.
      const timer = setTimeout(() => {
        lastTurn = setImmediate(finish);
      }, limitMs);
      this.#wake = finish;
      this.socket.resume();
    });
  }
}
