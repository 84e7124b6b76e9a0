import type { TLSSocket } from 'node:tls';
import { MIN_SERVE_BUFFER_BYTES, SERVE_BUFFER_BYTES, SERVE_MEMORY_BYTES } from '../limits.ts';

/**
 * A serving connection's way out: two buffers that take turns, so that one is filled from disk
 * while the other is under way. No memory is taken per answer.
 */
export class Outlet {
  readonly #socket: TLSSocket;
  readonly #bufferBytes: number;
  #filling: Buffer | undefined;
  #sending: Buffer | undefined;
  #sent: Promise<void> = Promise.resolve();

  constructor(socket: TLSSocket, bufferBytes: number) {
    this.#socket = socket;
    this.#bufferBytes = bufferBytes;
  }

  get isClosed(): boolean {
    return this.#socket.destroyed;
  }

  /** The buffer to fill next; what was last sent from it has left. */
  get buffer(): Buffer {
    this.#filling ??= Buffer.allocUnsafeSlow(this.#bufferBytes);
    return this.#filling;
  }

  get bufferBytes(): number {
    return this.#bufferBytes;
  }

  /** Sends the first `bytes` of `buffer`, which must be taken anew afterwards. */
  async sendBuffer(bytes: number): Promise<void> {
    const full = this.buffer;
    await this.send(full.subarray(0, bytes));
    // Only one write is under way at a time, so what was sent before this one has left its buffer.
    this.#filling = this.#sending;
    this.#sending = full;
  }

  /** Sends bytes once all before them have left; resolves when they are under way. */
  async send(bytes: Uint8Array): Promise<void> {
    await this.#sent;
    this.#sent = new Promise((resolve) => {
      if (this.#socket.destroyed) resolve();
      else
        this.#socket.write(bytes, () => {
          resolve();
        });
    });
  }
}

/** The size of a new connection's buffers when so many others serve already: memory stays bounded. */
export function serveBufferBytes(connections: number): number {
  const share = Math.floor(SERVE_MEMORY_BYTES / (2 * (connections + 1)));
  return Math.min(Math.max(share, MIN_SERVE_BUFFER_BYTES), SERVE_BUFFER_BYTES);
}
