import { MAX_NAME_LENGTH, utf8Name } from './entry-facts.ts';

const RUN_IS_SHIFTED = 0x80;

/**
 * A name of RAR 1.5 to 4 with `/` between its parts; undefined where it is no Unicode. RAR 4 keeps
 * a name in the packer's own character set, and for others after it, behind a zero, how its UTF-16 differs.
 */
export function rar4Name(bytes: Uint8Array, isUnicode: boolean): string | undefined {
  const zero = isUnicode ? bytes.indexOf(0) : -1;
  const name =
    zero < 0
      ? utf8Name(bytes)
      : new PackedName(bytes.subarray(0, zero), bytes.subarray(zero + 1)).unpack();
  // To RAR 4 both slashes part folders, whatever the system.
  return name?.replaceAll('\\', '/');
}

/** UTF-16 packed against a narrow name: two bits tell where each unit comes from. */
class PackedName {
  readonly #narrow: Uint8Array;
  readonly #packed: Uint8Array;
  readonly #units: number[] = [];
  #position = 0;

  constructor(narrow: Uint8Array, packed: Uint8Array) {
    this.#narrow = narrow;
    this.#packed = packed;
  }

  unpack(): string {
    const high = this.#next() << 8;
    let choices = 0;
    for (let bits = 0; this.#hasMore; bits -= 2) {
      if (bits === 0) {
        choices = this.#next();
        bits = 8;
      }
      this.#addUnits((choices >>> (bits - 2)) & 3, high);
    }
    return String.fromCharCode(...this.#units);
  }

  get #hasMore(): boolean {
    return this.#position < this.#packed.length && this.#units.length < MAX_NAME_LENGTH;
  }

  #addUnits(choice: number, high: number): void {
    if (choice === 0) this.#units.push(this.#next());
    else if (choice === 1) this.#units.push(high | this.#next());
    else if (choice === 2) this.#units.push(this.#next() | (this.#next() << 8));
    else this.#addRun(high);
  }

  /** Units that equal the narrow name's, or differ from them by one and the same number. */
  #addRun(high: number): void {
    const length = this.#next();
    const isShifted = (length & RUN_IS_SHIFTED) !== 0;
    const shift = isShifted ? this.#next() : 0;
    const end = this.#units.length + (length & ~RUN_IS_SHIFTED) + 2;
    while (this.#units.length < Math.min(end, this.#narrow.length)) {
      const narrow = this.#narrow[this.#units.length] ?? 0;
      this.#units.push(isShifted ? high | ((narrow + shift) & 0xff) : narrow);
    }
  }

  #next(): number {
    const byte = this.#packed[this.#position] ?? 0;
    this.#position += 1;
    return byte;
  }
}
