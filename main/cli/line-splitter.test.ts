import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, LineSplitter, MAX_LINE_BYTES } from './line-splitter.ts';

function splitAll(pieces: readonly Buffer[]): readonly Line[] {
  const splitter = new LineSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

function texts(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => (line.type === 'line' ? line.bytes.toString() : line.type));
}

// Bytes cut at these places, whatever they are.
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...places.map((place) => place % (bytes.byteLength + 1)), bytes.byteLength];
  let start = 0;
  return ends
    .sort((left, right) => left - right)
    .map((end) => {
      const piece = bytes.subarray(start, end);
      start = end;
      return piece;
    });
}

describe('lines', () => {
  it.each([
    { what: 'two in one write', pieces: ['a\nb\n'], lines: ['a', 'b'] },
    { what: 'one in three writes', pieces: ['a', 'b', 'c\n'], lines: ['abc'] },
    { what: 'no newline at the end', pieces: ['a\nb'], lines: ['a', 'b'] },
    { what: 'nothing at all', pieces: [], lines: [] },
    { what: 'empty ones', pieces: ['\n\n'], lines: ['', ''] },
    { what: 'carriage returns', pieces: ['a\r\nb\r', '\n'], lines: ['a\r', 'b\r'] },
    {
      what: 'a letter cut in two',
      pieces: [Buffer.from([0xc3]), Buffer.from([0xa9, 0x0a])],
      lines: ['é'],
    },
  ])('C4: come out whole: $what', ({ pieces, lines }) => {
    expect(texts(splitAll(pieces.map((piece) => Buffer.from(piece))))).toEqual(lines);
  });

  it('C4: are the same wherever the stream is cut', () => {
    const anyBytes = fc
      .array(fc.constantFrom(0x0a, 0x0d, 0x61, 0xc3, 0x00, 0xff), { maxLength: 60 })
      .map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat(), { maxLength: 8 }), (bytes, places) => {
        expect(splitAll(cut(bytes, places))).toEqual(splitAll([bytes]));
      }),
    );
  });

  it('C4: are not changed by what becomes of the bytes that were pushed', () => {
    const splitter = new LineSplitter();
    const reused = Buffer.from('abc');
    splitter.push(reused);
    reused.fill(0x78);
    expect(texts(splitter.push(Buffer.from('\n')))).toEqual(['abc']);
  });

  it('C4: are read up to 1 MiB, and not a byte more', () => {
    const longest = Buffer.alloc(MAX_LINE_BYTES, 0x61);
    expect(splitAll([longest, Buffer.from('\n')])).toEqual([{ type: 'line', bytes: longest }]);
    expect(splitAll([longest, Buffer.from('b\nnext')])).toEqual([
      { type: 'too-long' },
      { type: 'line', bytes: Buffer.from('next') },
    ]);
    expect(splitAll([longest, Buffer.from('b')])).toEqual([{ type: 'too-long' }]);
  });

  it('C4: of 100 MB are skipped to their end and never kept', () => {
    const splitter = new LineSplitter();
    const piece = Buffer.alloc(1024 * 1024, 0x61);
    const before = process.memoryUsage().arrayBuffers;
    let kept = 0;
    for (let megabyte = 0; megabyte < 100; megabyte += 1) {
      expect(splitter.push(piece)).toEqual([]);
      kept = Math.max(kept, process.memoryUsage().arrayBuffers - before);
    }
    expect(kept).toBeLessThan(4 * MAX_LINE_BYTES);
    expect(texts(splitter.push(Buffer.from('\nnext\n')))).toEqual(['too-long', 'next']);
  });
});
