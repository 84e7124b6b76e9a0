import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHash, anOffer, aPeerId, february, january, march } from '../../fixtures/engine/room.ts';
import type { Offer } from '../../shared/domain/content.ts';
import type { CatalogVersion } from '../../shared/domain/game.ts';
import type { Version } from '../../shared/domain/version.ts';
import { agree, type AgreedContent, type Agreement, isOfContent } from './agreement.ts';

const NO_CATALOG = new Map<Version, CatalogVersion>();
const unhashed = { manifestHash: undefined };
const otherOutline = { outlineHash: aHash(2), manifestHash: aHash(102), size: 200 };
const otherBytes = { manifestHash: aHash(199) };

// The first offer is that of peer 1, the next of peer 2, and so on.
function holders(...offers: readonly Partial<Offer>[]) {
  return offers.map((changes, index) => ({ peerId: aPeerId(index + 1), offer: anOffer(changes) }));
}

function ids(...numbers: readonly number[]) {
  return numbers.map((number) => aPeerId(number));
}

function agreed(agreement: Agreement): AgreedContent {
  if (agreement.type !== 'agreed') throw new Error(`expected an agreement: ${agreement.type}`);
  return agreement.content;
}

describe('an agreement', () => {
  it('S9.1: is nobody where no peer offers the game', () => {
    expect(agree([], NO_CATALOG)).toEqual({ type: 'nobody' });
  });

  it('S15.1: gives a vote only to holders of the newest version, and its one holder is the source', () => {
    const offers = holders({ version: january }, { version: february }, { version: march });
    expect(agreed(agree(offers, NO_CATALOG))).toMatchObject({ version: march, sources: ids(3) });
  });

  it('S16.1: takes no source with an older version, however many there are', () => {
    const old = holders({}, {}, {}, {}, { version: march, ...otherOutline });
    expect(agreed(agree(old, NO_CATALOG)).sources).toEqual(ids(5));
  });

  it('S17.1: is a conflict among the newest that an older version cannot settle', () => {
    const offers = holders({}, { version: march }, { version: march, ...otherOutline });
    expect(agree(offers, NO_CATALOG)).toEqual({
      type: 'conflict',
      version: march,
      peers: ids(2, 3),
    });
  });

  it.each([
    { what: 'other files', right: otherOutline },
    { what: 'other bytes in the same files', right: otherBytes },
    { what: 'another size told of the same files', right: { size: 101 } },
  ])('S8.1: is a conflict where two hold $what', ({ right }) => {
    expect(agree(holders({}, right), NO_CATALOG).type).toBe('conflict');
  });

  it('S8.2: is what most share, and only they are sources', () => {
    const offers = holders({}, otherOutline, {}, otherBytes);
    expect(agreed(agree(offers, NO_CATALOG))).toMatchObject({
      outlineHash: aHash(1),
      manifestHash: aHash(101),
      sources: ids(1, 3),
    });
  });

  it('S8.3: counts who has not hashed yet with the one known hash of the same files', () => {
    const content = agreed(agree(holders(unhashed, {}, otherOutline), NO_CATALOG));
    expect(content).toMatchObject({ manifestHash: aHash(101), sources: ids(1, 2) });
  });

  it('S8.3: counts nobody twice: who has not hashed yet abstains where hashes differ', () => {
    const offers = holders(unhashed, {}, otherBytes, otherBytes);
    expect(agreed(agree(offers, NO_CATALOG))).toMatchObject({
      manifestHash: otherBytes.manifestHash,
      sources: ids(3, 4),
    });
    expect(agree(holders(unhashed, {}, otherBytes), NO_CATALOG).type).toBe('conflict');
  });

  it('S8.3: knows no manifest hash where nobody has hashed', () => {
    const content = agreed(agree(holders(unhashed, unhashed), NO_CATALOG));
    expect(content).toMatchObject({ manifestHash: undefined, sources: ids(1, 2) });
  });
});

describe('an agreement under a catalog that knows the version', () => {
  const known = new Map([[january, { manifestHash: aHash(101) }]]);

  it('S8.4: is what the catalog says, against any majority', () => {
    const offers = holders({}, otherOutline, otherOutline, otherBytes, otherBytes);
    expect(agreed(agree(offers, known)).sources).toEqual(ids(1));
  });

  it('S8.4: lets nobody who has not hashed yet outvote a copy with the right hash', () => {
    const other = { ...otherOutline, ...unhashed };
    expect(agreed(agree(holders(other, other, {}, unhashed), known))).toMatchObject({
      outlineHash: aHash(1),
      sources: ids(3, 4),
    });
  });

  it('S8.4: takes copies that are not hashed yet where none else is there', () => {
    expect(agreed(agree(holders(unhashed, otherBytes), known)).sources).toEqual(ids(1));
  });

  it('S8.4: is a conflict where every copy contradicts it', () => {
    expect(agree(holders(otherBytes, otherOutline), known).type).toBe('conflict');
  });

  it('S8.4: holds a size alone against what peers tell', () => {
    const sizes = new Map([[january, { size: 200 }]]);
    expect(agreed(agree(holders({}, {}, otherOutline), sizes)).sources).toEqual(ids(3));
  });

  it('S8.4: says nothing of other versions', () => {
    const offers = holders({ version: february, ...otherBytes });
    expect(agreed(agree(offers, known)).manifestHash).toBe(otherBytes.manifestHash);
  });
});

describe('an offer of agreed content', () => {
  const content: AgreedContent = { ...anOffer(), manifestHash: aHash(101), sources: [] };

  it.each([
    { what: 'the same', changes: {}, expected: true },
    { what: 'the same, not hashed yet', changes: unhashed, expected: true },
    { what: 'other bytes', changes: otherBytes, expected: false },
    { what: 'other files', changes: otherOutline, expected: false },
    { what: 'another size', changes: { size: 101 }, expected: false },
    { what: 'an older version', changes: { version: '20241231' as Version }, expected: false },
    { what: 'a newer version', changes: { version: february }, expected: false },
  ])('S14.1: makes its peer a source or not: $what', ({ changes, expected }) => {
    expect(isOfContent(anOffer(changes), content)).toBe(expected);
  });
});

const anyOffer = fc.record({
  version: fc.constantFrom(january, february, march),
  outline: fc.integer({ min: 1, max: 2 }),
  manifest: fc.option(fc.integer({ min: 101, max: 103 }), { nil: undefined }),
});
const anyRoom = fc.array(anyOffer, { minLength: 1, maxLength: 8 }).map((offers) =>
  holders(
    ...offers.map(({ version, outline, manifest }) => ({
      version,
      outlineHash: aHash(outline),
      size: outline * 100,
      manifestHash: manifest === undefined ? undefined : aHash(manifest * outline),
    })),
  ),
);
const anyCatalog = fc
  .option(fc.integer({ min: 101, max: 206 }), { nil: undefined })
  .map((hash) => (hash === undefined ? NO_CATALOG : new Map([[march, hashOnly(hash)]])));

function hashOnly(hash: number): CatalogVersion {
  return { manifestHash: aHash(hash) };
}

// Whoever has not hashed the same files as several who differ.
function abstains(offer: Offer, newest: ReturnType<typeof holders>): boolean {
  const alike = newest.filter((holder) => holder.offer.outlineHash === offer.outlineHash);
  const hashes = new Set(alike.map((holder) => holder.offer.manifestHash ?? ''));
  hashes.delete('');
  return offer.manifestHash === undefined && hashes.size > 1;
}

describe('any agreement', () => {
  it('S8.5: is the same in whatever order peers are asked', () => {
    const shuffled = anyRoom.chain((room) =>
      fc.tuple(
        fc.constant(room),
        fc.shuffledSubarray(room, { minLength: room.length }),
        anyCatalog,
      ),
    );
    fc.assert(
      fc.property(shuffled, ([room, other, catalog]) => {
        expect(agree(other, catalog)).toEqual(agree(room, catalog));
      }),
    );
  });

  it('S16.1: is the same without the older versions', () => {
    fc.assert(
      fc.property(anyRoom, anyCatalog, (room, catalog) => {
        const newest = room
          .map(({ offer }) => offer.version)
          .sort()
          .at(-1);
        const only = room.filter(({ offer }) => offer.version === newest);
        expect(agree(only, catalog)).toEqual(agree(room, catalog));
      }),
    );
  });

  it('S8.2: has strictly more sources than any other content of that version', () => {
    fc.assert(
      fc.property(anyRoom, (room) => {
        const agreement = agree(room, NO_CATALOG);
        if (agreement.type !== 'agreed') return;
        const { sources, version } = agreement.content;
        const newest = room.filter(({ offer }) => offer.version === version);
        const votes = new Map<string, number>();
        for (const { peerId, offer } of newest) {
          if (sources.includes(peerId) || abstains(offer, newest)) continue;
          const rival = `${offer.outlineHash} ${offer.manifestHash ?? ''}`;
          votes.set(rival, (votes.get(rival) ?? 0) + 1);
        }
        expect(Math.max(0, ...votes.values())).toBeLessThan(sources.length);
      }),
    );
  });

  it('S14.1: takes as sources only peers whose offer is of its content', () => {
    fc.assert(
      fc.property(anyRoom, anyCatalog, (room, catalog) => {
        const agreement = agree(room, catalog);
        if (agreement.type !== 'agreed') return;
        for (const peerId of agreement.content.sources) {
          const offer = room.find((holder) => holder.peerId === peerId)?.offer ?? anOffer();
          expect(isOfContent(offer, agreement.content)).toBe(true);
        }
      }),
    );
  });

  it('S8.4: is never content that contradicts the catalog', () => {
    fc.assert(
      fc.property(anyRoom, fc.integer({ min: 101, max: 206 }), (room, hash) => {
        const catalog = new Map([january, february, march].map((day) => [day, hashOnly(hash)]));
        const agreement = agree(room, catalog);
        if (agreement.type !== 'agreed') return;
        expect([undefined, aHash(hash)]).toContain(agreement.content.manifestHash);
      }),
    );
  });
});
