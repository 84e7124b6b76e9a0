import { MAX_FRAME_BYTES } from '../limits.ts';

/** What a decoder has to say: a frame's object, that bytes are missing, or that it is beyond repair. */
export type Decoded =
  | { readonly type: 'frame'; readonly message: object }
  | { readonly type: 'incomplete' }
  | { readonly type: 'broken'; readonly problem: string };

const LENGTH_BYTES = 4;
const SMALL_BYTES = 4096;

// Invalid UTF-8 and a byte order mark are no JSON; both must fail instead of being repaired.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A message as it travels: 4 bytes of length (big endian), then JSON; `MAX_FRAME_BYTES` is the caller's duty. */
export function encodeFrame(message: object): Buffer {
  const json = JSON.stringify(message);
  const length = Buffer.byteLength(json);
  if (length > MAX_FRAME_BYTES) throw new RangeError(`A frame of ${length} bytes is too long.`);
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + length);
  frame.writeUInt32BE(length);
  frame.write(json, LENGTH_BYTES);
  return frame;
}

/** The length that a frame's first four bytes say, or what is wrong with it. */
export function frameLength(
  prefix: Buffer,
  maxBytes: number,
): number | { readonly problem: string } {
  const length = prefix.readUInt32BE();
  if (length === 0) return { problem: 'a frame is empty' };
  if (length > maxBytes) return { problem: `a frame is longer than ${maxBytes} bytes` };
  return length;
}

/** The object that a frame's bytes hold, or what is wrong with them. */
export function parseFrame(bytes: Uint8Array): Decoded {
  const message = parseJson(bytes);
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return { type: 'broken', problem: 'a frame holds no JSON object' };
  }
  return { type: 'frame', message };
}

/** Takes bytes as they come and gives frames on demand; keeps less than twice what it was given. */
export class FrameDecoder {
  readonly #maxBytes: number;
  #buffer = Buffer.allocUnsafe(SMALL_BYTES);
  #start = 0;
  #end = 0;

  constructor(maxBytes: number = MAX_FRAME_BYTES) {
    this.#maxBytes = maxBytes;
  }

  push(bytes: Uint8Array): void {
    this.#makeRoom(bytes.byteLength);
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.byteLength;
  }

  /** The next whole frame; once broken, the connection is of no more use. */
  next(): Decoded {
    const held = this.#buffer.subarray(this.#start, this.#end);
    if (held.byteLength < LENGTH_BYTES) return { type: 'incomplete' };
    const length = frameLength(held, this.#maxBytes);
    if (typeof length !== 'number') return { type: 'broken', problem: length.problem };
    const frameEnd = LENGTH_BYTES + length;
    if (held.byteLength < frameEnd) return { type: 'incomplete' };
    this.#start += frameEnd;
    return parseFrame(held.subarray(LENGTH_BYTES, frameEnd));
  }

  /** What has come and was not given yet. */
  rest(): Buffer {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  // Grows with what has come, not with what a length promises: a promise costs a stranger nothing.
  #makeRoom(bytes: number): void {
    const held = this.#end - this.#start;
    if (this.#end + bytes <= this.#buffer.byteLength) return;
    const old = this.#buffer;
    if (held + bytes > old.byteLength || old.byteLength > 4 * (held + bytes)) {
      this.#buffer = Buffer.allocUnsafe(Math.max(SMALL_BYTES, 2 * (held + bytes)));
    }
    old.copy(this.#buffer, 0, this.#start, this.#end);
    this.#start = 0;
    this.#end = held;
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
