import type { MessagePort } from 'node:worker_threads';
import type { DataLink, LinkReader } from '../fetch/data-link.ts';
import type { CarriedBytes, CarriedReply } from './line-messages.ts';

/** A connection that came in at the net worker, as the thread that fetches over it sees it. */
export class CarriedLink implements DataLink {
  readonly isGreeted = true;
  readonly #port: MessagePort;
  readonly #reader: LinkReader;
  readonly #waiting: Uint8Array[] = [];
  #isPaused = false;
  #isDestroyed = false;

  constructor(port: MessagePort, reader: LinkReader) {
    this.#port = port;
    this.#reader = reader;
    port.on('message', (batch: CarriedBytes) => {
      this.#waiting.push(...batch);
      this.#readOn();
    });
    port.on('close', () => {
      if (!this.#isDestroyed) reader.onClosed();
    });
  }

  write(bytes: Uint8Array): void {
    this.#reply({ type: 'write', bytes });
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#readOn();
  }

  destroy(): void {
    this.#isDestroyed = true;
    this.#port.close();
  }

  #readOn(): void {
    let taken = 0;
    while (!this.#isPaused && !this.#isDestroyed) {
      const bytes = this.#waiting.shift();
      if (bytes === undefined) break;
      this.#take(bytes);
      taken += bytes.byteLength;
    }
    if (taken > 0) this.#reply({ type: 'taken', bytes: taken });
  }

  // Of bytes that came together, all are taken: a pause holds from the next on.
  #take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength && !this.#isDestroyed;) {
      const place = this.#reader.place();
      const part = bytes.subarray(at, at + place.byteLength);
      place.set(part);
      at += part.byteLength;
      this.#reader.took(part.byteLength);
    }
  }

  #reply(reply: CarriedReply): void {
    if (!this.#isDestroyed) this.#port.postMessage(reply);
  }
}
