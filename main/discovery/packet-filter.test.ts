import { describe, expect, it } from 'vitest';
import { isReadable } from './packet-filter.ts';

function packet(counts: { questions?: number; answers?: number; extra?: number }, size = 200) {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt16BE(counts.questions ?? 0, 4);
  bytes.writeUInt16BE(counts.answers ?? 0, 6);
  bytes.writeUInt16BE(counts.extra ?? 0, 10);
  return bytes;
}

describe('isReadable', () => {
  it.each([
    { what: 'one question', bytes: packet({ questions: 1 }) },
    { what: 'an announcement', bytes: packet({ answers: 4, extra: 20 }) },
    { what: 'a full frame', bytes: packet({ answers: 64 }, 1_500) },
  ])('lets $what in', ({ bytes }) => {
    expect(isReadable(bytes)).toBe(true);
  });

  it.each([
    { what: 'less than a header', bytes: Buffer.alloc(11) },
    { what: 'more than a frame', bytes: packet({ answers: 1 }, 1_501) },
    { what: 'many questions, each worth a packet of answer', bytes: packet({ questions: 2 }) },
    { what: 'many records', bytes: packet({ answers: 60, extra: 5 }) },
    { what: 'counts that would overflow', bytes: packet({ answers: 65_535, extra: 65_535 }) },
  ])('M3: keeps $what out', ({ bytes }) => {
    expect(isReadable(bytes)).toBe(false);
  });
});
