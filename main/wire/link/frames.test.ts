import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FRAME_BYTES } from '../limits.ts';
import { type Decoded, encodeFrame, FrameDecoder, parseFrame } from './frames.ts';

function lengthPrefix(length: number): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(length);
  return prefix;
}

function framed(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([lengthPrefix(bytes.byteLength), bytes]);
}

function decodeAll(pieces: readonly Uint8Array[]): readonly Decoded[] {
  const decoder = new FrameDecoder();
  const decoded: Decoded[] = [];
  for (const piece of pieces) {
    decoder.push(piece);
    for (let next = decoder.next(); next.type !== 'incomplete'; next = decoder.next()) {
      decoded.push(next);
      if (next.type === 'broken') return decoded;
    }
  }
  return decoded;
}

function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.byteLength]) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

const message = fc.dictionary(fc.string(), fc.jsonValue());

describe('frames', () => {
  it('gives back what was encoded, however the network cuts it', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(40)), (messages, sizes) => {
        const bytes = Buffer.concat(messages.map((each) => encodeFrame(each)));
        const decoded = decodeAll(cut(bytes, sizes));
        const expected = messages.map((each) => JSON.parse(JSON.stringify(each)) as unknown);
        expect(decoded.map((each) => each.type === 'frame' && each.message)).toEqual(expected);
      }),
    );
  });

  it('W19: answers random bytes with a refusal or with patience, never with a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 10 }), (pieces) => {
        const decoded = decodeAll(pieces);
        expect(decoded.slice(0, -1).every((each) => each.type === 'frame')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([0, MAX_FRAME_BYTES + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1])(
    'W1: refuses a length of %d by its prefix alone',
    (length) => {
      expect(decodeAll([lengthPrefix(length)]).map((each) => each.type)).toEqual(['broken']);
    },
  );

  it('W1: takes no memory for a length that was only promised', () => {
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 512 }, () => {
      const decoder = new FrameDecoder();
      decoder.push(lengthPrefix(MAX_FRAME_BYTES));
      return decoder;
    });
    expect(decoders.every((decoder) => decoder.next().type === 'incomplete')).toBe(true);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  it('takes a frame of the greatest length, byte by byte', () => {
    const text = `{"a":"${'x'.repeat(MAX_FRAME_BYTES - 8)}"}`;
    const bytes = framed(text);
    const decoder = new FrameDecoder();
    for (const byte of bytes) decoder.push(Buffer.of(byte));
    expect(decoder.next().type).toBe('frame');
    expect(decoder.next().type).toBe('incomplete');
  });

  it('refuses to send what the other end would refuse', () => {
    expect(() => encodeFrame({ text: 'x'.repeat(MAX_FRAME_BYTES) })).toThrow(RangeError);
  });

  it.each([
    { what: 'no JSON', text: 'hello' },
    { what: 'an array', text: '[]' },
    { what: 'null', text: 'null' },
    { what: 'a string', text: '"a"' },
    { what: 'NaN', text: '{"a":NaN}' },
    { what: 'bytes behind the object', text: '{}{}' },
    { what: 'a NUL', text: '{}\0' },
    { what: 'a byte order mark', text: '\uFEFF{}' },
    { what: 'invalid UTF-8', text: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) },
    { what: '1 MB of [', text: '['.repeat(1_000_000) },
    { what: 'an open object in 100,000 others', text: '{"a":'.repeat(100_000) },
  ])('W6: refuses a frame that holds $what', ({ text }) => {
    expect(decodeAll([framed(text)]).map((each) => each.type)).toEqual(['broken']);
  });

  it('W6: leaves prototypes as they are', () => {
    const decoded = parseFrame(Buffer.from('{"__proto__":{"isAdmin":true},"constructor":1}'));
    expect(decoded.type).toBe('frame');
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });
});
