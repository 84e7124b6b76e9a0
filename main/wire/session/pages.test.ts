import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Offer } from '../../../shared/domain/content.ts';
import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import type { Version } from '../../../shared/domain/version.ts';
import { MAX_FRAME_BYTES, MAX_OFFERS, OFFERS_PER_PAGE } from '../limits.ts';
import { encodeFrame } from '../link/frames.ts';
import type { SessionMessage } from '../network.ts';
import { framesOf, PageReader } from './pages.ts';
import { type Page, parseSessionFrame } from './session-frames.ts';

const hash = 'ab'.repeat(32) as ContentHash;

function offers(count: number): readonly Offer[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `game-${index}`.padEnd(64, '_') as GameId,
    version: '20250301' as Version,
    size: Number.MAX_SAFE_INTEGER,
    outlineHash: hash,
    manifestHash: hash,
  }));
}

function idsOf(count: number): readonly GameId[] {
  return offers(count).map(({ id }) => id);
}

/** Over the wire and back: encoded, parsed, put together. */
function carried(message: SessionMessage): unknown {
  const reader = new PageReader();
  let result: unknown;
  for (const frame of framesOf(message)) {
    expect(encodeFrame(frame).byteLength).toBeLessThan(MAX_FRAME_BYTES);
    const parsed = parseSessionFrame(JSON.parse(JSON.stringify(frame)) as object);
    if (parsed === 'unknown' || parsed === 'malformed') return parsed;
    result = 'more' in parsed ? reader.add(parsed) : parsed;
  }
  return result;
}

function page(change: Partial<Extract<Page, { type: 'library' }>>): Page {
  return { type: 'library', revision: 1, offers: [], more: false, ...change };
}

describe('pages', () => {
  it.each([0, 1, OFFERS_PER_PAGE, OFFERS_PER_PAGE + 1, MAX_OFFERS])(
    'carries a library of %d games whole',
    (count) => {
      const message = { type: 'library', revision: 3, offers: offers(count) } as const;
      expect(carried(message)).toEqual(message);
    },
  );

  it('carries any change whole', () => {
    fc.assert(
      fc.property(fc.nat(2_500), fc.nat(2_500), (put, drop) => {
        const message = {
          type: 'library-change',
          revision: 9,
          put: offers(put),
          drop: idsOf(drop),
        } as const;
        expect(carried(message)).toEqual(message);
      }),
      { numRuns: 10 },
    );
  });

  it.each([{ type: 'library-received', revision: 4 }, { type: 'library-again' }] as const)(
    'carries $type in one frame',
    (message) => {
      expect(framesOf(message)).toHaveLength(1);
      expect(carried(message)).toEqual(message);
    },
  );

  it('W17: refuses more games than a library may have', () => {
    const reader = new PageReader();
    const all = offers(MAX_OFFERS + 1);
    for (let at = 0; at < MAX_OFFERS; at += OFFERS_PER_PAGE) {
      const part = all.slice(at, at + OFFERS_PER_PAGE);
      expect(reader.add(page({ offers: part, more: true }))).toBeUndefined();
    }
    expect(reader.add(page({ offers: all.slice(MAX_OFFERS) }))).toHaveProperty('problem');
  });

  it.each([
    { what: 'an empty page before the last', pages: [page({ more: true })] },
    {
      what: 'a page of another revision in between',
      pages: [page({ offers: offers(1), more: true }), page({ revision: 2 })],
    },
    {
      what: 'a change in the middle of a library',
      pages: [
        page({ offers: offers(1), more: true }),
        { type: 'library-change', revision: 1, put: [], drop: [], more: false } as const,
      ],
    },
    { what: 'a game twice', pages: [page({ offers: [...offers(1), ...offers(1)] })] },
  ])('W5: refuses $what', ({ pages }) => {
    const reader = new PageReader();
    const results = pages.map((each) => reader.add(each));
    expect(results.at(-1)).toHaveProperty('problem');
  });
});

describe('session frames', () => {
  const offer = offers(1)[0];

  it.each([
    { revision: -1 },
    { revision: 0.5 },
    { revision: 2 ** 53 },
    { more: 'no' },
    { offers: undefined },
    { offers: offers(OFFERS_PER_PAGE + 1) },
    ...['', 'A', 'a/b', '..', 'con', 'x'.repeat(65), 'a\0', 'e\u0301'].map((id) => {
      return { offers: [{ ...offer, id }] };
    }),
    ...['', '20251399', '2025030', ' 20250301', '20250301\n'].map((version) => {
      return { offers: [{ ...offer, version }] };
    }),
    ...[-1, 0.5, 2 ** 63, '1', null].map((size) => ({ offers: [{ ...offer, size }] })),
    ...['', 'AB'.repeat(32), 'ab'.repeat(31), null].map((outlineHash) => {
      return { offers: [{ ...offer, outlineHash }] };
    }),
  ])('W6, W7: refuses a library with %j', (change) => {
    expect(parseSessionFrame({ ...page({ offers: offers(1) }), ...change })).toBe('malformed');
  });

  it.each([{}, { type: 5 }, { type: ['ping'] }])('W6: refuses %j', (message) => {
    expect(parseSessionFrame(message)).toBe('malformed');
  });

  it.each(['want', 'toString', '__proto__', 'constructor'])(
    'W5: passes over the unknown type %s, since a later version may have it',
    (type) => {
      expect(parseSessionFrame({ type })).toBe('unknown');
    },
  );
});
