import { describe, expect, it } from 'vitest';
import { aContent, aCopy, hashedOf } from '../../fixtures/engine/copies.ts';
import { aGame, anOffer, aPeerId, february, ggoo, march } from '../../fixtures/engine/room.ts';
import type { Offer } from '../../shared/domain/content.ts';
import type { ScannedGame } from '../library/library.ts';
import { availabilityOf, gameRow, localGame } from './game-rows.ts';
import type { OwnGame } from './own-game.ts';

function own(changes: Partial<ScannedGame> = {}): OwnGame {
  return { scanned: aCopy(changes), manifest: undefined, isDamaged: false };
}

function rowOf(copy: OwnGame | undefined, ...offers: readonly Partial<Offer>[]) {
  const held = offers.map((changes, index) => ({
    peerId: aPeerId(index + 1),
    offer: anOffer(changes),
  }));
  return gameRow(aGame(ggoo), {
    ...{ own: copy, operation: undefined, offers: held, queue: undefined },
  });
}

describe('the availability of an own copy', () => {
  it.each([
    { what: 'nothing', copy: undefined, expected: 'Absent' },
    { what: 'a sentinel', copy: own(), expected: 'Ready' },
    { what: 'a sentinel and an install', copy: own({ installed: true }), expected: 'Ready' },
    {
      what: 'an install alone',
      copy: own({ version: undefined, installed: true }),
      expected: 'LocalOnly',
    },
  ])('S6.1: is $expected with $what', ({ copy, expected }) => {
    expect(availabilityOf(copy, undefined)).toBe(expected);
  });

  it('S12.6: is what is being done to it, whatever is there', () => {
    expect(availabilityOf(own(), 'Removing')).toBe('Removing');
    expect(availabilityOf(undefined, 'Downloading')).toBe('Downloading');
  });
});

describe('a row', () => {
  it('S3.1: counts the peers that have the game in any version', () => {
    expect(rowOf(undefined, {}, { version: march }, { version: february })).toMatchObject({
      peerCount: 3,
      peers: [aPeerId(1), aPeerId(2), aPeerId(3)],
      downloaded: false,
      localVersion: null,
    });
  });

  it('S15.2: shows the newest version and its size', () => {
    const row = rowOf(undefined, {}, { version: march, size: 300 }, { version: february });
    expect(row).toMatchObject({ etiGameVersion: march, size: 300 });
  });

  it('S27.1: shows the own version beside a newer one in the room', () => {
    const row = rowOf(own(), { version: march, size: 300 });
    expect(row).toMatchObject({ localVersion: '20250101', etiGameVersion: march, size: 300 });
  });

  it('S15.2: takes the own copy for the newest where nobody has a newer one', () => {
    const size = aContent().size;
    expect(rowOf(own(), { size: 999 })).toMatchObject({ etiGameVersion: '20250101', size });
    expect(rowOf(own())).toMatchObject({ etiGameVersion: '20250101', size, peerCount: 0 });
  });

  it('S3.1: knows no version of a game that nobody has', () => {
    expect(rowOf(undefined)).toMatchObject({ etiGameVersion: null, size: 0, peers: [] });
  });

  it('S7.1: says whether the own copy is hashed', () => {
    const { manifest, manifestHash } = hashedOf(aContent());
    const hashed = { ...own(), manifest: { bytes: manifest, hash: manifestHash } };
    expect(rowOf(hashed).hashed).toBe(true);
    expect(rowOf(own()).hashed).toBe(false);
  });

  it('S12.4: says whether the own copy was found damaged', () => {
    expect(rowOf({ ...own(), isDamaged: true }).damaged).toBe(true);
    expect(rowOf(own()).damaged).toBe(false);
    expect(rowOf(undefined).damaged).toBe(false);
  });

  it('S1.1: has the title of the catalog', () => {
    expect(rowOf(undefined)).toMatchObject({ id: ggoo, title: 'GGOO' });
  });
});

describe('a local game', () => {
  it('S1.2: has no size where its content cannot be passed on', () => {
    expect(localGame(ggoo, own({ content: undefined }), undefined)).toEqual({
      id: ggoo,
      damaged: false,
      cover: null,
      version: '20250101',
      size: 0,
      downloaded: true,
      installed: false,
      availability: 'Ready',
    });
  });

  it('S4.4: is not downloaded while its first download runs', () => {
    expect(localGame(ggoo, undefined, 'Downloading')).toMatchObject({
      version: null,
      downloaded: false,
      availability: 'Downloading',
    });
  });
});
