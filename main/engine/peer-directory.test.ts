import { describe, expect, it } from 'vitest';
import { EventRecord } from '../../fixtures/engine/event-record.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import {
  aCatalog,
  anOffer,
  aPeer,
  aPeerId,
  bf1942,
  cnc4,
  ggoo,
  january,
  march,
} from '../../fixtures/engine/room.ts';
import type { Offer } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { parseVersion, type Version } from '../../shared/domain/version.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { PeerDirectory } from './peer-directory.ts';

const alpha = aPeer(1);
const bravo = aPeer(2);

function setUp() {
  const events = new EventRecord();
  const clock = new FakeClock();
  let changes = 0;
  const directory = new PeerDirectory({
    catalog: aCatalog(ggoo, cnc4),
    events: events.hub,
    clock,
    changed: () => (changes += 1),
  });
  return { directory, events, clock, changes: () => changes };
}

function offersOf(directory: PeerDirectory, gameId: GameId) {
  return directory.offersOf(gameId).map(({ peerId, offer }) => [peerId, offer.version]);
}

describe('a peer that is admitted', () => {
  it('S2.1: is told with its games, and listed once', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'discovery', [anOffer(), anOffer({ id: cnc4, size: 7 })]);
    expect(events.all).toEqual([
      { type: 'peer-connected', ...alpha },
      {
        type: 'remote-library-changed',
        peerId: alpha.peerId,
        games: [
          { id: ggoo, version: january, size: 100 },
          { id: cnc4, version: january, size: 7 },
        ],
      },
    ]);
    expect(directory.rows()).toEqual([{ ...alpha, games: 2, via: 'discovery' }]);
    expect(directory.count).toBe(1);
  });

  it('S2.1: is told with no games where it has none', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', []);
    expect(events.of('remote-library-changed')).toMatchObject([{ games: [] }]);
  });

  it('S11.1: stays one peer when it comes back elsewhere, at its new address', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    const moved = { ...alpha, address: '10.0.0.9:5000' };
    directory.admit(moved, 'connect', [anOffer()]);
    expect(directory.rows()).toMatchObject([moved]);
    expect(directory.find(alpha.peerId)).toMatchObject(moved);
    expect(events.of('peer-connected')).toEqual([
      { type: 'peer-connected', ...alpha },
      { type: 'peer-connected', ...moved },
    ]);
  });

  it('S11.1: is not told again where nothing is new', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    events.clear();
    directory.admit(alpha, 'connect', [anOffer()]);
    expect(events.all).toEqual([]);
  });

  it('W16: is told apart from another of the same name and address by its id alone', () => {
    const { directory } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    directory.admit({ ...alpha, peerId: bravo.peerId }, 'connect', []);
    expect(directory.rows().map(({ peerId }) => peerId)).toEqual([alpha.peerId, bravo.peerId]);
  });
});

describe('what a peer offers', () => {
  it('S3.1: is found by game, whatever its version', () => {
    const { directory } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    directory.admit(bravo, 'connect', [anOffer({ version: march }), anOffer({ id: cnc4 })]);
    expect(offersOf(directory, ggoo)).toEqual([
      [alpha.peerId, january],
      [bravo.peerId, march],
    ]);
    expect(offersOf(directory, cnc4)).toEqual([[bravo.peerId, january]]);
  });

  it('S1.1: counts only for catalog games', () => {
    const { directory } = setUp();
    directory.admit(alpha, 'connect', [anOffer({ id: bf1942 })]);
    expect(offersOf(directory, bf1942)).toEqual([]);
    expect(directory.rows()).toMatchObject([{ games: 0 }]);
  });

  it('S3.2: changes by what is put and dropped, and is told whole', () => {
    const { directory, events, changes } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    events.clear();
    directory.update(alpha.peerId, [anOffer({ id: cnc4 })], [ggoo]);
    expect(events.of('remote-library-changed')).toMatchObject([{ games: [{ id: cnc4 }] }]);
    expect(offersOf(directory, ggoo)).toEqual([]);
    expect(changes()).toBe(2);
  });

  it('S3.2: is told where one game is gone and nothing else has changed', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', [anOffer(), anOffer({ id: cnc4 })]);
    events.clear();
    directory.update(alpha.peerId, [], [ggoo]);
    expect(events.of('remote-library-changed')).toMatchObject([{ games: [{ id: cnc4 }] }]);
  });

  it('S3.2: keeps a game that a change both drops and puts', () => {
    const { directory } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    directory.update(alpha.peerId, [anOffer({ version: march })], [ggoo]);
    expect(offersOf(directory, ggoo)).toEqual([[alpha.peerId, march]]);
  });

  it('W17: is told only where a row would differ', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    events.clear();
    for (let round = 0; round < 1_000; round += 1) directory.update(alpha.peerId, [anOffer()], []);
    expect(events.all).toEqual([]);
  });

  it('S3.2: of somebody who is not here counts for nothing', () => {
    const { directory, events, changes } = setUp();
    directory.update(alpha.peerId, [anOffer()], []);
    expect(events.all).toEqual([]);
    expect(changes()).toBe(0);
  });
});

describe('a version from the future', () => {
  const future = '99991231' as Version;

  it.each([
    { what: 'tomorrow', version: '20250616', counts: true },
    { what: 'the day after tomorrow', version: '20250617', counts: false },
    { what: 'the end of time', version: future, counts: false },
  ])('S15.3: counts up to a day ahead: $what', ({ version, counts }) => {
    const { directory } = setUp();
    directory.admit(alpha, 'connect', [anOffer({ version: parseVersion(version) ?? january })]);
    expect(directory.offersOf(ggoo)).toHaveLength(counts ? 1 : 0);
  });

  it('S15.3: is told of its peer and game', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', [anOffer({ version: future })]);
    expect(events.of('diagnostic')).toMatchObject([
      { code: 'ambiguous-metadata', gameId: ggoo, peerId: alpha.peerId },
    ]);
  });

  it('S15.3: takes the place of what the same peer said before', () => {
    const { directory } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    directory.update(alpha.peerId, [anOffer({ version: future })], []);
    expect(directory.offersOf(ggoo)).toEqual([]);
  });

  it('W17: is told once a peer and game, however often it is said', () => {
    const { directory, events } = setUp();
    const flood: readonly Offer[] = Array.from({ length: 500 }, () => anOffer({ version: future }));
    directory.admit(alpha, 'connect', flood);
    directory.update(alpha.peerId, flood, []);
    directory.admit(alpha, 'connect', [...flood, anOffer({ id: cnc4, version: future })]);
    expect(events.of('diagnostic').map(({ gameId }) => gameId)).toEqual([ggoo, cnc4]);
  });
});

describe('a peer that is gone', () => {
  it('S10.1: takes its games with it, and is told with the reason and its last address', () => {
    const { directory, events, changes } = setUp();
    directory.admit(alpha, 'connect', [anOffer()]);
    events.clear();
    directory.dismiss(alpha.peerId, 'goodbye');
    expect(changes()).toBe(2);
    const { peerId, address } = alpha;
    expect(events.all).toEqual([{ type: 'peer-lost', peerId, address, reason: 'goodbye' }]);
    expect(directory.offersOf(ggoo)).toEqual([]);
    expect(directory.rows()).toEqual([]);
  });

  it('S10.1: is lost once', () => {
    const { directory, events } = setUp();
    directory.admit(alpha, 'connect', []);
    directory.dismiss(alpha.peerId, 'closed');
    directory.dismiss(alpha.peerId, 'closed');
    directory.dismiss(bravo.peerId, 'closed');
    expect(events.of('peer-lost')).toHaveLength(1);
  });
});

describe('waiting for peers', () => {
  it('S2.5: ends when enough are there', async () => {
    const { directory, clock } = setUp();
    directory.admit(alpha, 'connect', []);
    const waiting = directory.waitFor(2, 10_000);
    directory.admit(bravo, 'connect', []);
    await waiting;
    expect(clock.waiting).toBe(0);
  });

  it('S2.5: is over at once where enough are there already', async () => {
    const { directory } = setUp();
    await directory.waitFor(0, 10_000);
    directory.admit(alpha, 'connect', []);
    await directory.waitFor(1, 0);
  });

  it('S2.5: does not count one peer twice', async () => {
    const { directory, clock } = setUp();
    const waiting = directory.waitFor(2, 500);
    directory.admit(alpha, 'connect', []);
    directory.admit({ ...alpha, address: '10.0.0.9:1' }, 'connect', []);
    clock.advance(500);
    await expect(waiting).rejects.toMatchObject({
      code: 'timeout',
      message: 'Waited for 2 peers; 1 are connected.',
    });
  });

  it('S2.5: may be done by several at once, each for its own count', async () => {
    const { directory, clock } = setUp();
    const one = directory.waitFor(1, 1_000);
    const two = directory.waitFor(2, 1_000);
    directory.admit(alpha, 'connect', []);
    await one;
    clock.advance(1_000);
    await expect(two).rejects.toMatchObject({ code: 'timeout' });
  });

  it('S10.3: ends with the program', async () => {
    const { directory, clock } = setUp();
    const waiting = directory.waitFor(1, 1_000);
    const closing = new LanspreadError('shutting-down', 'Lanspread is being closed.');
    directory.close(closing);
    await expect(waiting).rejects.toBe(closing);
    expect(clock.waiting).toBe(0);
  });
});

it('S28.1: finds who has a game among 100 peers with 300 games each', () => {
  const ids = Array.from({ length: 300 }, (_, index) => `game-${index}` as GameId);
  const events = new EventRecord();
  const catalog = aCatalog(...ids);
  const clock = new FakeClock();
  const directory = new PeerDirectory({
    ...{ catalog, events: events.hub, clock },
    changed: () => undefined,
  });
  for (let number = 1; number <= 100; number += 1) {
    directory.admit(
      aPeer(number),
      'connect',
      ids.map((id) => anOffer({ id })),
    );
  }
  expect(directory.count).toBe(100);
  for (const id of ids) expect(directory.offersOf(id)).toHaveLength(100);
  expect(directory.find(aPeerId(100))?.name).toBe('peer 100');
});
