import type { TLSSocket } from 'node:tls';
import type { MessagePort } from 'node:worker_threads';
import { CARRIED_WINDOW_BYTES } from '../limits.ts';
import type { CarriedBytes, CarriedReply } from './line-messages.ts';

/**
 * Passes a connection's bytes on to the thread that fetches over it, and that thread's to the
 * connection; each ends the other. No more is read than that thread has room for.
 */
export function carry(socket: TLSSocket, port: MessagePort): void {
  const carrier = new Carrier(socket, port);
  port.on('message', (reply: CarriedReply) => {
    carrier.hear(reply);
  });
  port.on('close', () => socket.destroy());
  socket.on('data', (bytes: Buffer) => {
    carrier.pass(bytes);
  });
  socket.on('close', () => {
    carrier.end();
  });
  if (socket.destroyed) carrier.end();
  else socket.resume();
}

class Carrier {
  readonly #socket: TLSSocket;
  readonly #port: MessagePort;
  #batch: Uint8Array[] = [];
  #unread = 0;

  constructor(socket: TLSSocket, port: MessagePort) {
    this.#socket = socket;
    this.#port = port;
  }

  hear(reply: CarriedReply): void {
    if (reply.type === 'write') {
      if (!this.#socket.destroyed) this.#socket.write(reply.bytes);
      return;
    }
    this.#unread -= reply.bytes;
    if (this.#unread < CARRIED_WINDOW_BYTES) this.#socket.resume();
  }

  // What comes in one turn goes over in one message.
  pass(bytes: Buffer): void {
    if (this.#batch.length === 0) {
      setImmediate(() => {
        this.#post();
      });
    }
    this.#batch.push(bytes);
    this.#unread += bytes.byteLength;
    if (this.#unread >= CARRIED_WINDOW_BYTES) this.#socket.pause();
  }

  end(): void {
    this.#post();
    this.#port.close();
  }

  #post(): void {
    if (this.#batch.length === 0) return;
    // Bytes that lie in memory of their own are handed over; others are copied.
    const owned = this.#batch.map(({ buffer }) => buffer).filter(isWhole(this.#batch));
    this.#port.postMessage(this.#batch satisfies CarriedBytes, owned);
    this.#batch = [];
  }
}

function isWhole(
  batch: readonly Uint8Array[],
): (buffer: ArrayBufferLike, at: number) => buffer is ArrayBuffer {
  return (buffer, at): buffer is ArrayBuffer =>
    buffer instanceof ArrayBuffer && buffer.byteLength === batch[at]?.byteLength;
}
