import type { ServedFile } from './served-games.ts';
import type { ServedRange } from './served-games.ts';

/** A piece of a range, and where it goes in the buffer. */
export interface Part {
  readonly file: ServedFile;
  readonly offset: number;
  readonly length: number;
  readonly at: number;
  /** Whether its range is complete with it. */
  readonly isLast: boolean;
}

/** What is read into one buffer and sent in one go. */
export interface Fill {
  readonly parts: readonly Part[];
  readonly bytes: number;
}

/** Cuts ranges into fills of at most `bufferBytes`, in order: a large range over many, many small ones in one. */
export function* fillsOf(ranges: readonly ServedRange[], bufferBytes: number): Generator<Fill> {
  let parts: Part[] = [];
  let bytes = 0;
  for (const part of partsOf(ranges, bufferBytes)) {
    parts.push(part);
    bytes = part.at + part.length;
    if (bytes < bufferBytes) continue;
    yield { parts, bytes };
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield { parts, bytes };
}

function* partsOf(ranges: readonly ServedRange[], bufferBytes: number): Generator<Part> {
  let at = 0;
  for (const { file, offset, length } of ranges) {
    let done = 0;
    while (done < length) {
      const take = Math.min(length - done, bufferBytes - at);
      const isLast = done + take === length;
      yield { file, offset: offset + done, length: take, at, isLast };
      done += take;
      at = (at + take) % bufferBytes;
    }
  }
}
