import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feed, fetchingEnd } from '../../../fixtures/wire/fetching-end.ts';
import { MAX_HEADER_BYTES } from '../limits.ts';
import { encodeFrame } from '../link/frames.ts';

function answer(id: number, body: Uint8Array): Buffer {
  return Buffer.concat([encodeFrame({ id, status: 'ok', length: body.byteLength }), body]);
}

describe('the exact reader', () => {
  it('puts every answer in its own place, however the network cuts the bytes', () => {
    const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 6 });
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 300 }), (all, atOnce) => {
        const end = fetchingEnd(all.map((body) => body.byteLength));
        const bytes = Buffer.concat(all.map((body, index) => answer(index + 1, body)));
        expect(feed(end.reader, bytes, atOnce)).toBeUndefined();
        expect(end.settled.map((place) => place && Buffer.from(place))).toEqual(
          all.map((body) => Buffer.from(body)),
        );
        expect(end.received.bytes).toBe(all.reduce((sum, body) => sum + body.byteLength, 0));
      }),
    );
  });

  it('W10, W19: random bytes never write outside a place, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(100), (noise, length) => {
        const end = fetchingEnd([length + 1]);
        const first = Buffer.from(encodeFrame({ id: 1, status: 'ok', length: length + 1 }));
        feed(end.reader, Buffer.concat([first, noise]), 16);
        expect(end.isGuarded(0)).toBe(true);
      }),
    );
  });

  it.each([
    { what: 'longer than asked', bytes: encodeFrame({ id: 1, status: 'ok', length: 11 }) },
    { what: 'shorter than asked', bytes: encodeFrame({ id: 1, status: 'ok', length: 9 }) },
    { what: 'to another request', bytes: encodeFrame({ id: 2, status: 'ok', length: 10 }) },
    { what: 'without length', bytes: encodeFrame({ id: 1, status: 'ok' }) },
    { what: 'of another kind', bytes: encodeFrame({ type: 'ping' }) },
    { what: 'empty', bytes: Buffer.alloc(4) },
    { what: 'endless', bytes: Buffer.from([0xff, 0xff, 0xff, 0xff]) },
    { what: 'just over the limit', bytes: Buffer.from([0, 0, MAX_HEADER_BYTES >> 8, 1]) },
  ])('W10: refuses an answer that is $what', ({ bytes }) => {
    const { reader, settled } = fetchingEnd([10]);
    expect(feed(reader, bytes, 1_000)).toBeTypeOf('string');
    expect(settled).toEqual([]);
  });

  it('W5: refuses a second answer to the same request', () => {
    const { reader } = fetchingEnd([2]);
    const twice = Buffer.concat([answer(1, Buffer.from('ab')), answer(1, Buffer.from('ab'))]);
    expect(feed(reader, twice, 1_000)).toBeTypeOf('string');
  });

  it('goes on after a request that is not available', () => {
    const { reader, settled } = fetchingEnd([3, 2]);
    const declined = encodeFrame({ id: 1, status: 'not-available' });
    expect(
      feed(reader, Buffer.concat([declined, answer(2, Buffer.from('ab'))]), 7),
    ).toBeUndefined();
    expect(settled.map((place) => place && Buffer.from(place).toString())).toEqual([
      undefined,
      'ab',
    ]);
  });

  it('writes to no place any more once it is stopped', () => {
    const { reader, places } = fetchingEnd([10]);
    feed(reader, encodeFrame({ id: 1, status: 'ok', length: 10 }), 1_000);
    reader.stop();
    feed(reader, Buffer.from('0123456789'), 4);
    expect([...(places[0] ?? [])].every((byte) => byte === 0xee)).toBe(true);
  });
});
