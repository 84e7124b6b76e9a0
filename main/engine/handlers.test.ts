import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anEngine, join, SELF } from '../../fixtures/engine/an-engine.ts';
import { aContent, aCopy, hashedOf } from '../../fixtures/engine/copies.ts';
import { GAMES_FOLDER } from '../../fixtures/engine/fake-library.ts';
import { anOffer, aPeer, bf1942, cnc4, ggoo, january } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { CommandName } from '../../shared/commands.ts';
import type { Offer } from '../../shared/domain/content.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { GAMES_FOLDER_SETTING } from './handlers.ts';

const alpha = aPeer(1);
const CONTENT = aContent();
const HASHED = hashedOf(CONTENT);

/** What alpha says of its `ggoo`, whose list of files it can back. */
const offer: Offer = anOffer({
  ...{ size: CONTENT.size, outlineHash: CONTENT.outlineHash },
  manifestHash: HASHED.manifestHash,
});

async function started() {
  const room = anEngine();
  room.fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
  await room.engine.start();
  return room;
}

// The own copy of `ggoo` is here, read at the start.
async function withCopy() {
  const room = anEngine();
  room.library.put(aCopy());
  for (const { path, size } of CONTENT.outline.files) {
    const blockHashes = HASHED.records.find((file) => file.path === path)?.blockHashes;
    room.library.digests.set(path, {
      ...{ path, size, sha256: `sha256 of ${path}` },
      blockHashes: blockHashes ?? new Uint8Array(),
    });
  }
  await room.engine.start();
  await allSettled();
  return room;
}

describe('before the start is done', () => {
  it('S1.4: status is told all the same', async () => {
    const { run } = anEngine();
    expect(await run('status')).toMatchObject({
      data: { peers: 0, address: '127.0.0.1:0' },
    });
  });

  it('S1.4: every other command waits, but shutdown', async () => {
    const room = anEngine();
    const answered: string[] = [];
    const wishes: readonly (readonly [CommandName, object])[] = [
      ...[['list-peers', {}] as const, ['list-games', {}] as const, ['rescan', {}] as const],
      ...[['download', { gameId: ggoo }] as const, ['cancel', { gameId: bf1942 }] as const],
    ];
    const waiting = wishes.map(([name, params]) =>
      room.run(name, params).then(() => answered.push(name)),
    );
    await room.run('shutdown');
    await allSettled();
    expect(answered).toEqual([]);
    expect(room.stopsAsked()).toBe(1);
    await room.engine.start();
    await Promise.all(waiting);
  });
});

describe('commands about this peer', () => {
  it('C5: status tells who and where it is, and what goes on', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo, install: false });
    await allSettled();
    expect(await room.run('status')).toEqual({
      ok: true,
      data: {
        ...{ peerId: SELF.peerId, name: 'self', address: '127.0.0.1:41641' },
        ...{ gamesDir: GAMES_FOLDER, stateDir: '/state', version: '1.2.3' },
        ...{ peers: 1, downloads: 1 },
        queue: [
          { gameId: ggoo, state: 'running', install: false, bytesDone: 0, bytesTotal: offer.size },
        ],
        sharing: true,
      },
    });
    room.fetcher.transfers[0]?.finish();
    await download;
  });

  it('S12.9: pause-sharing and resume-sharing are told once each, and shown in status', async () => {
    const { run, network, record } = await withCopy();
    for (const name of ['pause-sharing', 'pause-sharing'] as const) await run(name);
    expect(await run('status')).toMatchObject({ data: { sharing: false } });
    expect(network.served.size).toBe(0);
    await run('resume-sharing');
    expect(network.served.has(ggoo)).toBe(true);
    expect(record.of('sharing-changed').map(({ sharing }) => sharing)).toEqual([false, true]);
  });

  it('C5: rescan reads the games folder anew and counts what is ready', async () => {
    const { run, library } = await started();
    library.put(aCopy());
    expect(await run('rescan')).toEqual({ ok: true, data: { games: 1 } });
  });

  it('C5: set-game-dir moves to another folder and remembers it', async () => {
    const { run, library, store } = await withCopy();
    library.put(aCopy({ gameId: cnc4 }), '/elsewhere');
    expect(await run('set-game-dir', { path: '/elsewhere' })).toEqual({
      ok: true,
      data: { games: 1 },
    });
    expect(store.settings.find(GAMES_FOLDER_SETTING)).toBe('/elsewhere');
    expect(await run('status')).toMatchObject({ data: { gamesDir: '/elsewhere' } });
  });

  it('C5: set-game-dir remembers a relative path as what it was at the time', async () => {
    const { run, library, store } = await withCopy();
    library.put(aCopy(), resolve('games'));
    expect(await run('set-game-dir', { path: 'games' })).toMatchObject({ ok: true });
    expect(store.settings.find(GAMES_FOLDER_SETTING)).toBe(resolve('games'));
  });

  it('C5: set-game-dir remembers no folder that cannot be read', async () => {
    const { run, store } = await withCopy();
    expect(await run('set-game-dir', { path: '/nowhere' })).toMatchObject({
      error: { code: 'io-error' },
    });
    expect(store.settings.find(GAMES_FOLDER_SETTING)).toBeUndefined();
  });

  it('S12.6: set-game-dir is refused while any game is under an operation', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo });
    await allSettled();
    expect(await room.run('set-game-dir', { path: '/elsewhere' })).toMatchObject({
      error: { code: 'operation-active', message: expect.stringContaining('ggoo') as string },
    });
    room.fetcher.transfers[0]?.finish();
    await download;
  });
});

describe('commands about peers', () => {
  it('C5: connect gives back the peer, disconnect ends it', async () => {
    const room = await started();
    room.network.onDial = () => {
      join(room.network, alpha, { sessionId: 7 });
      return Promise.resolve({ sessionId: 7, peerId: alpha.peerId });
    };
    expect(await room.run('connect', { address: alpha.address })).toEqual({
      ok: true,
      data: alpha,
    });
    expect(await room.run('disconnect', { peerId: alpha.peerId })).toEqual({
      ok: true,
      data: undefined,
    });
    expect(room.network.calls.at(-1)).toBe('hang up 7');
    expect(await room.run('disconnect', { peerId: SELF.peerId })).toMatchObject({
      error: { code: 'bad-argument' },
    });
  });

  it('C5: set-name counts at once, for those that are here and in every later greeting', async () => {
    const room = await started();
    join(room.network, alpha);
    expect(await room.run('set-name', { name: ' anna ' })).toEqual({
      ok: true,
      data: { name: 'anna' },
    });
    expect(room.network.name).toBe('anna');
    expect(room.network.saidIn(1).at(-1)).toEqual({ type: 'name', name: 'anna' });
    expect(await room.run('status')).toMatchObject({ data: { name: 'anna' } });
    expect(room.record.of('local-peer-renamed')).toMatchObject([
      { peerId: SELF.peerId, name: 'anna' },
    ]);
  });

  it('C5: set-name takes what can be read, and tells nothing where it is the name already', async () => {
    const room = await started();
    join(room.network, alpha);
    expect(await room.run('set-name', { name: '  ' })).toMatchObject({
      error: { code: 'bad-argument' },
    });
    expect(await room.run('set-name', { name: SELF.name })).toMatchObject({ ok: true });
    expect(room.network.saidIn(1).filter(({ type }) => type === 'name')).toEqual([]);
    expect(room.record.of('local-peer-renamed')).toEqual([]);
  });

  it('C5: list-peers tells each with its number of games', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    expect(await room.run('list-peers')).toEqual({
      ok: true,
      data: { peers: [{ ...alpha, games: 1, via: 'connect' }] },
    });
  });

  it('S2.5: wait-peers ends with the peers, or with timeout', async () => {
    const room = await started();
    const waiting = room.run('wait-peers', { count: 1 });
    const inVain = room.run('wait-peers', { count: 2, timeoutMs: 50 });
    await allSettled();
    join(room.network, alpha);
    expect(await waiting).toMatchObject({ data: { peerCount: 1, peers: [alpha] } });
    room.clock.advance(50);
    expect(await inVain).toMatchObject({ error: { code: 'timeout' } });
  });
});

describe('list-games', () => {
  it('S3.1: tells one row a game that someone has', async () => {
    const room = await withCopy();
    join(room.network, alpha, { offers: [offer] });
    join(room.network, aPeer(2), { sessionId: 2, offers: [offer] });
    expect(await room.run('list-games')).toMatchObject({
      data: {
        games: [
          {
            ...{ id: ggoo, title: 'GGOO', peerCount: 2, hashed: true, localVersion: january },
            availability: 'Ready',
          },
        ],
      },
    });
  });

  it('S3.1: tells a game that only others have', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    expect(await room.run('list-games')).toMatchObject({
      data: { games: [{ id: ggoo, availability: 'Absent', peerCount: 1 }] },
    });
  });

  it('S3.1: tells the whole catalog where asked to', async () => {
    const { run } = await withCopy();
    expect(await run('list-games', { all: true })).toMatchObject({
      data: { games: [{ id: ggoo }, { id: cnc4, availability: 'Absent' }] },
    });
  });

  it('S1.1: never tells a game outside the catalog', async () => {
    const room = await started();
    room.library.put(aCopy({ gameId: bf1942 }));
    await room.run('rescan');
    join(room.network, alpha, { offers: [anOffer({ id: bf1942 })] });
    expect(await room.run('list-games', { all: true })).toMatchObject({
      data: { games: [{ id: ggoo }, { id: cnc4 }] },
    });
  });
});

describe('commands about a game', () => {
  it.each([
    'download',
    'cancel',
    'install',
    'uninstall',
    'remove',
    'verify',
    'manifest',
  ] satisfies CommandName[])('S1.1: %s is refused for a game outside the catalog', async (name) => {
    const { run, gameFolder } = await started();
    gameFolder.steps.length = 0;
    expect(await run(name, { gameId: bf1942 })).toMatchObject({
      ok: false,
      error: { code: 'unknown-game', message: expect.stringContaining('bf1942') as string },
    });
    expect(gameFolder.steps).toEqual([]);
  });

  it('S4.3: download answers when all is done', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo, install: false });
    await allSettled();
    room.fetcher.transfers[0]?.finish(108);
    expect(await download).toEqual({
      ok: true,
      data: {
        ...{ gameId: ggoo, version: january, bytes: 108, seconds: 1 },
        sources: [{ peerId: alpha.peerId, address: alpha.address, bytes: 108 }],
      },
    });
  });

  it('S4.3: download answers at once where nobody wants to wait, and ends by an event', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    expect(await room.run('download', { gameId: ggoo, wait: false })).toEqual({
      ok: true,
      data: { gameId: ggoo },
    });
    await allSettled();
    const finished = room.record.next('install-finished');
    room.fetcher.transfers[0]?.finish();
    await expect(finished).resolves.toMatchObject({ gameId: ggoo });
  });

  it('S4.3: download that fails unwatched is told by its event, and is no bug', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    await room.run('download', { gameId: ggoo, wait: false });
    await allSettled();
    const failed = room.record.next('download-failed');
    room.fetcher.transfers[0]?.fail(new LanspreadError('sources-lost', 'Nobody is left.'));
    await expect(failed).resolves.toMatchObject({ code: 'sources-lost' });
    expect(room.bugs).toEqual([]);
  });

  it('S9.1: download fails at once where it cannot begin, waited for or not', async () => {
    const { run, gameFolder } = await started();
    gameFolder.steps.length = 0;
    for (const wait of [true, false]) {
      expect(await run('download', { gameId: ggoo, wait })).toMatchObject({
        error: { code: 'no-peers-have-game' },
      });
    }
    expect(gameFolder.steps).toEqual([]);
  });

  it('S29.1: cancel ends a download, whose own result says so', async () => {
    const room = await started();
    join(room.network, alpha, { offers: [offer] });
    const download = room.run('download', { gameId: ggoo });
    await allSettled();
    expect(await room.run('cancel', { gameId: ggoo })).toEqual({ ok: true, data: undefined });
    expect(await download).toMatchObject({ error: { code: 'cancelled' } });
  });

  it('S6.2: install and uninstall answer with the game', async () => {
    const { run } = await withCopy();
    for (const name of ['install', 'uninstall'] as const) {
      expect(await run(name, { gameId: ggoo })).toEqual({ ok: true, data: { gameId: ggoo } });
    }
    expect(await run('uninstall', { gameId: ggoo })).toMatchObject({
      error: { code: 'not-installed' },
    });
  });

  it('S6.5: remove deletes the copy, and answers with the game', async () => {
    const { run, gameFolder } = await withCopy();
    expect(await run('remove', { gameId: ggoo })).toEqual({ ok: true, data: { gameId: ggoo } });
    expect(gameFolder.steps).toContain('removeContent ggoo');
    expect(await run('list-games')).toEqual({ ok: true, data: { games: [] } });
  });

  it('S13.1: verify and manifest tell each file of the own copy', async () => {
    const { run } = await withCopy();
    expect(await run('verify', { gameId: ggoo })).toMatchObject({
      data: { gameId: ggoo, ok: true, files: [{ path: 'ggoo.eti' }, { path: 'version.ini' }] },
    });
    expect(await run('manifest', { gameId: ggoo })).toMatchObject({
      data: { version: january, files: [{ path: 'ggoo.eti', size: 100 }, { size: 8 }] },
    });
  });
});
