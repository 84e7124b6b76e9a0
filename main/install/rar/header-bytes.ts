import { damagedArchive } from '../refusal.ts';

const MAX_VINT_BYTES = 10;
const MAX_FLAGS = 0xffff_ffff;

/** Reads a header field by field; a field that its header does not hold means a damaged archive. */
export class HeaderBytes {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #label: string;
  #position = 0;

  constructor(bytes: Uint8Array, label: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#label = label;
  }

  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** RAR 5's variable length: seven bits a byte, the lowest first; exact up to 2^53, then rounded. */
  vint(): number {
    let value = 0;
    for (let index = 0; index < MAX_VINT_BYTES; index += 1) {
      const byte = this.uint8();
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return value;
    }
    throw damagedArchive(this.#label, 'has a header with a number without an end');
  }

  /** A vint whose bits count: more than 32 of them are not in use. */
  flags(): number {
    const value = this.vint();
    if (value > MAX_FLAGS) throw damagedArchive(this.#label, 'has a header with unknown flags');
    return value;
  }

  skip(length: number): void {
    this.#advance(length);
  }

  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  #advance(length: number): number {
    // Below zero where a header gives more to its extra area than it has.
    if (length < 0 || length > this.remaining) {
      throw damagedArchive(this.#label, 'has a header that is shorter than its content');
    }
    const start = this.#position;
    this.#position += length;
    return start;
  }
}
