/** Longest line that is read: 1 MiB. Longer ones are skipped to their end, not kept. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** A line, or that there was one that is too long to be read. */
export type Line =
  { readonly type: 'line'; readonly bytes: Buffer } | { readonly type: 'too-long' };

const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, in bounded memory however long a line is. */
export class LineSplitter {
  #parts: Buffer[] = [];
  #length = 0;

  /** The lines that `bytes` completes. */
  push(bytes: Buffer): readonly Line[] {
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#keep(bytes.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    this.#keep(bytes.subarray(start));
    return lines;
  }

  /** The last line, where the stream ends without a newline. */
  end(): readonly Line[] {
    return this.#length > 0 ? [this.#take()] : [];
  }

  #keep(bytes: Buffer): void {
    this.#length += bytes.byteLength;
    if (this.#length > MAX_LINE_BYTES) this.#parts = [];
    else if (bytes.byteLength > 0) this.#parts.push(Buffer.from(bytes));
  }

  #take(): Line {
    const isTooLong = this.#length > MAX_LINE_BYTES;
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return isTooLong ? { type: 'too-long' } : { type: 'line', bytes };
  }
}
