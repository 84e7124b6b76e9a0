import { describe, expect, it } from 'vitest';
import { anEngine, join, SELF } from '../../fixtures/engine/an-engine.ts';
import { aContent, aCopy, hashedOf, noCopy } from '../../fixtures/engine/copies.ts';
import { GAMES_FOLDER } from '../../fixtures/engine/fake-library.ts';
import {
  aCatalog,
  aHash,
  anOffer,
  aPeer,
  aPeerId,
  cnc4,
  ggoo,
  january,
} from '../../fixtures/engine/room.ts';
import { allSettled, deferred, unlessAborted } from '../../fixtures/engine/waiting.ts';
import type { Address } from '../../shared/domain/peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { HashedGame } from '../library/library.ts';

const alpha = aPeer(1);
const HASHED = hashedOf(aContent());
const offer = anOffer({
  ...{ size: aContent().size, outlineHash: aContent().outlineHash },
  manifestHash: HASHED.manifestHash,
});

describe('a start', () => {
  it('S1.4: scans, repairs what may be unfinished, listens, tells that it is ready, and dials', async () => {
    const room = anEngine({ connect: [alpha.address] });
    room.library.put(aCopy({ mayBeUnfinished: true }));
    room.library.put(aCopy({ gameId: cnc4 }));
    const order: string[] = [];
    room.gameFolder.effects.set('recover', (folder) => order.push(`recover ${folder}`));
    room.record.hub.listen(({ type }) => order.push(type));
    room.network.onStart = () => {
      order.push('listen');
      return Promise.resolve('10.0.0.255:41641');
    };
    room.network.onDial = (address) => {
      order.push(`dial ${address}`);
      return new Promise(() => undefined);
    };
    await room.engine.start();
    expect(order).toEqual([
      `recover ${GAMES_FOLDER}/ggoo`,
      'local-library-changed',
      'listen',
      'local-peer-ready',
      `dial ${alpha.address}`,
    ]);
    expect(room.record.of('local-peer-ready')).toEqual([
      { type: 'local-peer-ready', ...SELF, address: '10.0.0.255:41641' },
    ]);
    expect(room.engine.address).toBe('10.0.0.255:41641');
  });

  it('S1.4: listens once what is held up for is done, and the library is known meanwhile', async () => {
    const room = anEngine();
    room.library.put(aCopy());
    const drawn = deferred<undefined>();
    const starting = room.engine.start(() => drawn.promise);
    await room.record.next('local-library-changed');
    expect(room.network.calls).not.toContain('start');
    drawn.resolve(undefined);
    await starting;
    expect(room.network.calls).toContain('start');
  });

  it('S1.5: that fails tells why, to its caller and to every command that waits', async () => {
    const room = anEngine();
    const waiting = room.run('list-games');
    room.network.onStart = () =>
      Promise.reject(new LanspreadError('io-error', 'Port 41641 is taken.'));
    await expect(room.engine.start()).rejects.toMatchObject({ code: 'io-error' });
    const failed = { ok: false, error: { code: 'io-error', message: 'Port 41641 is taken.' } };
    expect(await waiting).toEqual(failed);
    expect(await room.run('list-games')).toEqual(failed);
    expect(room.record.of('local-peer-ready')).toEqual([]);
    await room.engine.stop();
  });

  it('S1.5: that is stopped half way listens no more, and dials nobody', async () => {
    const room = anEngine({ connect: [alpha.address] });
    const starting = room.engine.start();
    await room.engine.stop();
    await expect(starting).rejects.toMatchObject({ code: 'shutting-down' });
    expect(room.network.calls).toEqual(['stop']);
  });

  it('S1.5: that is stopped at the end of its scan listens no more', async () => {
    const room = anEngine();
    room.library.put(aCopy());
    let stopped = Promise.resolve();
    room.library.onTold = () => {
      stopped = room.engine.stop();
    };
    await expect(room.engine.start()).rejects.toMatchObject({ code: 'shutting-down' });
    await stopped;
    expect(room.network.calls).not.toContain('start');
  });

  it('S1.5: that never comes answers who waits for it at the end', async () => {
    const room = anEngine();
    const waiting = room.run('list-games');
    await room.engine.stop();
    expect(await waiting).toMatchObject({ error: { code: 'shutting-down' } });
  });

  it('S1.5: that is stopped while the port opens is told as no start', async () => {
    const room = anEngine({ connect: [alpha.address] });
    const opened = deferred<Address>();
    room.network.onStart = () => opened.promise;
    const starting = room.engine.start();
    await allSettled();
    await room.engine.stop();
    opened.resolve('127.0.0.1:1');
    await expect(starting).rejects.toMatchObject({ code: 'shutting-down' });
    expect(room.record.of('local-peer-ready')).toEqual([]);
    expect(room.network.dials(alpha.address)).toBe(0);
  });
});

describe('a PC that comes', () => {
  it('S4.5: is prepared for once it has what is not here', async () => {
    const room = anEngine();
    await room.engine.start();
    join(room.network, alpha);
    expect(room.fetcher.isWarm).toBe(false);
    join(room.network, aPeer(2), { sessionId: 2, offers: [offer] });
    expect(room.fetcher.isWarm).toBe(true);
  });
});

describe('a stop', () => {
  it('S10.3: says goodbye, ends what is under way and answers who waits', async () => {
    const room = anEngine();
    room.fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
    await room.engine.start();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo });
    const waiting = room.run('wait-peers', { count: 5 });
    await allSettled();
    await room.engine.stop();
    expect(room.network.calls).toContain('stop');
    expect(await download).toMatchObject({ error: { code: 'cancelled' } });
    expect(await waiting).toMatchObject({ error: { code: 'shutting-down' } });
    expect(await room.run('install', { gameId: ggoo })).toMatchObject({
      error: { code: 'shutting-down' },
    });
    expect(room.store.journal.find(ggoo)?.clean).toBe(true);
  });

  it('S10.3: leaves no timer and no hashing behind', async () => {
    const room = anEngine({ connect: ['10.0.0.7:1'] });
    room.library.put(aCopy());
    let isStopped = false;
    room.library.onHash = (_, signal) =>
      unlessAborted(new Promise<HashedGame>(() => undefined), signal).finally(() => {
        isStopped = true;
      });
    await room.engine.start();
    room.network.tell({ type: 'content-gone', gameId: ggoo, path: 'ggoo.eti' });
    await allSettled();
    expect(room.clock.waiting).toBeGreaterThan(0);
    room.clock.advance(50);
    await room.engine.stop();
    await allSettled();
    expect(room.clock.waiting).toBe(0);
    expect(isStopped).toBe(true);
  });

  it('S10.3: does nothing the second time', async () => {
    const room = anEngine();
    await room.engine.start();
    await room.engine.stop();
    await room.engine.stop();
    expect(room.network.calls.filter((call) => call === 'stop')).toHaveLength(1);
  });

  it('S10.3: hears nothing of peers any more', async () => {
    const room = anEngine();
    await room.engine.start();
    await room.engine.stop();
    room.record.clear();
    join(room.network, alpha);
    expect(room.record.all).toEqual([]);
  });
});

describe('an operation, seen from the room', () => {
  it('S12.5: is preceded by the end of serving, and told to peers', async () => {
    const room = anEngine();
    room.library.put(aCopy());
    await room.engine.start();
    join(room.network, alpha);
    await allSettled();
    const served = deferred();
    room.network.onWithdraw = () => served.promise;
    room.gameFolder.steps.length = 0;
    const removing = room.run('remove', { gameId: ggoo });
    await allSettled();
    expect(room.network.served.has(ggoo)).toBe(false);
    expect(room.gameFolder.steps).toEqual([]);
    served.resolve();
    expect(await removing).toMatchObject({ ok: true });
    expect(room.gameFolder.steps).toEqual([
      'recover ggoo',
      'discardStaging ggoo',
      'removeContent ggoo',
    ]);
    room.clock.advance(50);
    expect(room.network.saidIn(1).at(-1)).toMatchObject({
      ...{ type: 'library-change', put: [], drop: [ggoo] },
    });
  });

  it('S21.2: makes a copy an offer only when it is whole and over', async () => {
    const room = anEngine();
    room.fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
    await room.engine.start();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo, install: true });
    await allSettled();
    expect(room.network.served.size).toBe(0);
    const installing = room.record.next('install-begin');
    room.fetcher.transfers[0]?.finish();
    await installing;
    expect(room.network.served.size).toBe(0);
    expect(await download).toMatchObject({ ok: true });
    room.clock.advance(50);
    expect(room.network.served.has(ggoo)).toBe(true);
    expect(room.network.saidIn(1).at(-1)).toMatchObject({
      put: [{ id: ggoo, manifestHash: HASHED.manifestHash }],
    });
  });

  it('S5.2: tells each step in order, and shows it in the own library', async () => {
    const room = anEngine();
    room.fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
    await room.engine.start();
    join(room.network, alpha, { offers: [offer] });
    room.record.clear();
    room.fetcher.onBegin = (transfer) => {
      transfer.finish();
    };
    await room.run('download', { gameId: ggoo });
    const isStep = (type: string): boolean => !/^(local-library|queue)-changed$/.test(type);
    expect(room.record.types().filter(isStep)).toEqual([
      'got-game-files',
      'download-begin',
      'download-finished',
      'install-begin',
      'install-progress',
      'install-finished',
    ]);
    const shown = room.record
      .of('local-library-changed')
      .map(({ games: [game] }) => [game?.availability, game?.downloaded, game?.installed]);
    expect(shown).toEqual([
      ['Downloading', false, false],
      ['Downloading', true, false],
      ['Installing', true, false],
      ['Installing', true, true],
      ['Ready', true, true],
    ]);
  });
});

describe('the parts, tied together', () => {
  it('S21.1: a peer that comes while a download runs becomes a source of it', async () => {
    const room = anEngine();
    room.fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
    await room.engine.start();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo });
    await allSettled();
    join(room.network, aPeer(2), { sessionId: 2, offers: [offer] });
    const [transfer] = room.fetcher.transfers;
    expect([...(transfer?.sources ?? [])]).toEqual([aPeerId(1), aPeerId(2)]);
    transfer?.finish();
    await download;
  });

  it('S7.1: a copy that was passed over for its operation is hashed when that ends', async () => {
    const room = anEngine({ catalog: aCatalog(cnc4, ggoo) });
    room.library.put(aCopy({ gameId: cnc4 }));
    room.library.put(aCopy());
    const first = deferred<HashedGame>();
    room.library.onHash = ({ folder }) =>
      folder.endsWith('cnc4') ? first.promise : Promise.resolve(HASHED);
    await room.engine.start();
    room.installer.hold = deferred();
    const installing = room.run('install', { gameId: ggoo });
    await allSettled();
    first.resolve(HASHED);
    await allSettled();
    expect(room.library.jobs).toHaveLength(1);
    room.installer.hold.resolve();
    await installing;
    await allSettled();
    expect(room.library.jobs.at(-1)?.folder).toBe(`${GAMES_FOLDER}/ggoo`);
  });

  it('S24.3: a journal of the version that is here is forgotten with the first scan', async () => {
    const room = anEngine();
    room.library.put(aCopy());
    const hashes = { outlineHash: aHash(1), manifestHash: undefined };
    room.store.journal.begin({ gameId: ggoo, version: january, blockCount: 1, ...hashes });
    await room.engine.start();
    expect(room.store.journal.find(ggoo)).toBeUndefined();
  });
});

describe('what the wire tells', () => {
  it('S2.1: makes peers of sessions, and loses them with those', async () => {
    const room = anEngine();
    await room.engine.start();
    room.record.clear();
    join(room.network, alpha, { offers: [anOffer()] });
    room.network.close(1, alpha, 'goodbye');
    expect(room.record.all).toMatchObject([
      { type: 'peer-connected', ...alpha },
      { type: 'remote-library-changed', games: [{ id: ggoo }] },
      { type: 'peer-lost', peerId: alpha.peerId, reason: 'goodbye' },
    ]);
  });

  it('S10.2: has a lost address dialled again', async () => {
    const room = anEngine({ connect: [alpha.address] });
    room.network.onDial = () => {
      join(room.network, alpha);
      return Promise.resolve({ sessionId: 1, peerId: alpha.peerId });
    };
    await room.engine.start();
    await allSettled();
    room.network.close(1, alpha, 'timeout');
    room.clock.advance(1_000);
    expect(room.network.dials(alpha.address)).toBe(2);
  });

  it('S12.8: has a game read anew of which a file is gone', async () => {
    const room = anEngine();
    room.library.put(aCopy());
    await room.engine.start();
    await allSettled();
    room.library.drop(ggoo);
    room.network.tell({ type: 'content-gone', gameId: ggoo, path: 'ggoo.eti' });
    room.clock.advance(500);
    await allSettled();
    expect(room.record.of('local-library-changed').at(-1)).toMatchObject({ games: [] });
    expect(room.network.served.has(ggoo)).toBe(false);
    await room.engine.stop();
  });

  it('S1.3: is told on where it is a problem, and is no event where it is none', async () => {
    const room = anEngine();
    await room.engine.start();
    room.record.clear();
    const failure = { code: 'io-error', message: 'The port is gone.' } as const;
    room.network.tell({ type: 'network-problem', failure });
    room.network.tell({ type: 'served', peerId: alpha.peerId, bytes: 4 });
    expect(room.record.all).toEqual([{ type: 'diagnostic', ...failure }]);
  });
});

describe('what discovery tells', () => {
  const heardBy = 'beacon' as const;
  const hint = { peerId: alpha.peerId, name: alpha.name, addresses: [alpha.address], heardBy };

  it('S25.1: is told once a peer and place, and dialled', async () => {
    const room = anEngine();
    await room.engine.start();
    room.record.clear();
    room.engine.found(hint);
    room.engine.found(hint);
    room.engine.found({ ...hint, addresses: ['10.0.0.9:1'] });
    await allSettled();
    expect(room.record.all).toEqual([
      { type: 'peer-discovered', ...alpha },
      { type: 'peer-discovered', ...alpha, address: '10.0.0.9:1' },
    ]);
    expect(room.network.dials(alpha.address)).toBe(1);
  });

  it('S2.6: is never this peer itself', async () => {
    const room = anEngine();
    await room.engine.start();
    room.record.clear();
    room.engine.found({ ...hint, peerId: SELF.peerId });
    room.engine.found({ ...hint, addresses: [] });
    await allSettled();
    expect(room.record.all).toEqual([]);
    expect(room.network.calls).toEqual(['start']);
  });

  it('W16: tells forged peers, remembers few of them, and lists none', async () => {
    const room = anEngine();
    await room.engine.start();
    room.engine.found(hint);
    for (let number = 1_001; number <= 2_000; number += 1) {
      room.engine.found({ ...hint, peerId: aPeerId(number) });
    }
    room.engine.found(hint);
    const told = room.record.of('peer-discovered').filter(({ peerId }) => peerId === hint.peerId);
    expect(told).toHaveLength(2);
    expect(await room.run('list-peers')).toEqual({ ok: true, data: { peers: [] } });
  });
});

it('S24.1: a fault in one game folder keeps no other game from being served', async () => {
  const room = anEngine({ catalog: aCatalog(cnc4, ggoo) });
  room.library.put(noCopy({ gameId: cnc4, mayBeUnfinished: true }));
  room.library.put(aCopy({ mayBeUnfinished: true }));
  room.gameFolder.effects.set('recover', (folder) => {
    if (folder.endsWith('cnc4')) throw new LanspreadError('io-error', 'cnc4: no access.');
  });
  await room.engine.start();
  expect(room.record.of('diagnostic')).toMatchObject([{ gameId: cnc4 }]);
  expect(room.network.served.has(ggoo)).toBe(true);
});
