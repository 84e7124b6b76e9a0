import { frameLength, parseFrame } from '../link/frames.ts';
import { MAX_HEADER_BYTES } from '../limits.ts';

/** Who is told of what comes; a problem that it returns ends the connection. */
export interface ReaderDeps {
  /** A whole frame; gives the place for the raw bytes that follow it, or undefined for none. */
  readonly onFrame: (message: object) => Uint8Array | undefined | { readonly problem: string };
  /** So many raw bytes lie in their place now. */
  readonly onBytes: (bytes: number) => void;
  /** The raw bytes are complete. */
  readonly onFilled: () => void;
}

const PREFIX_BYTES = 4;

/**
 * Reads frames and the raw bytes behind them by naming the exact place for the next bytes, so the
 * network writes straight to where they belong and never past it, whatever the other end sends.
 */
export class ExactReader {
  readonly #deps: ReaderDeps;
  readonly #prefix = Buffer.alloc(PREFIX_BYTES);
  readonly #header = Buffer.alloc(MAX_HEADER_BYTES);
  #awaits: 'prefix' | 'header' | 'body' | 'nothing' = 'prefix';
  #place: Uint8Array = this.#prefix;
  #filled = 0;

  constructor(deps: ReaderDeps) {
    this.#deps = deps;
  }

  /** Where the next bytes go; never empty. */
  get place(): Uint8Array {
    return this.#filled === 0 ? this.#place : this.#place.subarray(this.#filled);
  }

  /** Takes note that the first `bytes` of `place` were written; gives what is wrong, or undefined. */
  took(bytes: number): string | undefined {
    if (this.#awaits === 'nothing') return undefined;
    this.#filled += bytes;
    if (this.#awaits === 'body') this.#deps.onBytes(bytes);
    return this.#filled < this.#place.byteLength ? undefined : this.#turnPage();
  }

  /** Lets go of the place for good; what still comes is lost. */
  stop(): void {
    this.#expect('nothing', this.#prefix);
  }

  #turnPage(): string | undefined {
    switch (this.#awaits) {
      case 'prefix':
        return this.#readPrefix();
      case 'header':
        return this.#readHeader();
      case 'body':
        this.#expect('prefix', this.#prefix);
        this.#deps.onFilled();
        return undefined;
      case 'nothing':
        return undefined;
    }
  }

  #readPrefix(): string | undefined {
    const length = frameLength(this.#prefix, MAX_HEADER_BYTES);
    if (typeof length !== 'number') return length.problem;
    this.#expect('header', this.#header.subarray(0, length));
    return undefined;
  }

  #readHeader(): string | undefined {
    const decoded = parseFrame(this.#place);
    if (decoded.type !== 'frame') return 'a frame holds no JSON object';
    this.#expect('prefix', this.#prefix);
    const target = this.#deps.onFrame(decoded.message);
    if (target === undefined) return undefined;
    if ('problem' in target) return target.problem;
    this.#expect('body', target);
    return undefined;
  }

  #expect(what: 'prefix' | 'header' | 'body' | 'nothing', place: Uint8Array): void {
    this.#awaits = what;
    this.#place = place;
    this.#filled = 0;
  }
}
