import { describe, expect, it } from 'vitest';
import { anEngine } from '../../fixtures/engine/an-engine.ts';
import { aCopy } from '../../fixtures/engine/copies.ts';
import {
  HASHED,
  GAMES,
  a,
  b,
  c,
  d,
  e,
  LOST,
  started,
  alphaJoins,
  downloadAll,
  running,
  transferOf,
  queueOf,
} from '../../fixtures/engine/queue-room.ts';
import { aCatalog, march } from '../../fixtures/engine/room.ts';
import { allSettled, deferred } from '../../fixtures/engine/waiting.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { MAX_RUNNING } from './queue-order.ts';

describe('several downloads', () => {
  it('Q1: run three at once; the others wait, in order, and tell so', async () => {
    const room = await started();
    await downloadAll(room, GAMES);
    expect(running(room)).toEqual([a, b, c]);
    expect(await queueOf(room)).toEqual([
      ...['a running', 'b running', 'c running'],
      ...['d waiting', 'e waiting'],
    ]);
    expect(room.record.of('download-waiting')).toEqual([
      { type: 'download-waiting', gameId: d, reason: 'turn' },
      { type: 'download-waiting', gameId: e, reason: 'turn' },
    ]);
  });

  it('Q3: all finish, however many were asked for at once', async () => {
    const room = await started();
    room.fetcher.onBegin = (transfer) => {
      transfer.finish();
    };
    const { results } = await downloadAll(room, GAMES, { install: true });
    for (const result of results) expect(await result).toMatchObject({ ok: true });
    expect(await queueOf(room)).toEqual([]);
    expect(room.record.of('install-finished')).toHaveLength(GAMES.length);
  });

  it('Q1: the next begins when one ends, well or not', async () => {
    const room = await started();
    await downloadAll(room, GAMES);
    transferOf(room, a).fail(LOST);
    await allSettled();
    expect(running(room).slice(MAX_RUNNING)).toEqual([d]);
    transferOf(room, b).finish();
    await allSettled();
    expect(running(room).slice(MAX_RUNNING)).toEqual([d, e]);
  });

  it('Q12: an install holds no place that others wait for', async () => {
    const room = await started();
    room.installer.hold = deferred();
    await downloadAll(room, [a, b, c, d], { install: true });
    transferOf(room, a).finish();
    await allSettled();
    expect(running(room)).toContain(d);
    expect(await queueOf(room)).toContain('a installing');
  });

  it('Q2: a game that is busy with something else gets its turn when it is free', async () => {
    const room = await started({ isAlphaHere: false });
    room.library.put(aCopy({ gameId: d }));
    await room.run('rescan');
    alphaJoins(room, { version: march });
    await downloadAll(room, [a, b, c, d]);
    room.installer.hold = deferred();
    const installed = room.run('install', { gameId: d });
    await allSettled();
    transferOf(room, a).finish();
    await allSettled();
    expect(running(room)).toEqual([a, b, c]);
    room.installer.hold.resolve();
    expect(await installed).toMatchObject({ ok: true });
    await allSettled();
    expect(running(room)).toEqual([a, b, c, d]);
  });

  it('Q11: one that runs or has its turn to come is not begun twice', async () => {
    const room = await started();
    await downloadAll(room, [a, b, c, d]);
    for (const gameId of [a, d]) {
      expect(await room.run('download', { gameId })).toMatchObject({
        error: { code: 'operation-active' },
      });
    }
  });

  it('Q1: one that needs nothing fetched waits for nobody', async () => {
    const room = anEngine({ catalog: aCatalog(...GAMES) });
    room.library.put(aCopy({ gameId: e }));
    await room.engine.start();
    alphaJoins(room);
    const download = (gameId: GameId) => room.run('download', { gameId, install: false });
    for (const gameId of [a, b, c, d]) void download(gameId);
    expect(await download(e)).toMatchObject({ ok: true, data: { bytes: 0 } });
  });

  it('Q13: are told whenever they change, and never twice the same', async () => {
    const room = await started();
    await downloadAll(room, [a, b]);
    await room.run('move', { gameId: a, position: 0 });
    expect(room.record.of('queue-changed').map(({ entries }) => entries)).toMatchObject([
      [{ gameId: a, state: 'running' }],
      [
        { gameId: a, state: 'running' },
        { gameId: b, state: 'running' },
      ],
    ]);
    const reply = await room.run('list-games');
    expect(reply.ok && reply.data.games.map(({ queue }) => queue?.position ?? null)).toEqual([
      ...[0, 1],
      ...[null, null, null],
    ]);
  });
});

describe('a pause', () => {
  it('Q4: stops a download and keeps what is verified; resume lets it go on', async () => {
    const room = await started();
    const {
      results: [result],
    } = await downloadAll(room, [a]);
    const hashes = HASHED.records.flatMap(({ blockHashes }) => [...blockHashes]);
    transferOf(room, a).tell({
      ...{ type: 'blocks-durable', blocks: [0] },
      hashes: Uint8Array.from(hashes.slice(0, 32)),
    });
    await room.run('pause', { gameId: a });
    expect(await queueOf(room)).toEqual(['a paused']);
    expect(room.engine.view.game(a)).toMatchObject({
      ...{ availability: 'Absent', queue: { state: 'paused', position: 0 } },
    });
    expect(room.record.of('download-paused')).toEqual([{ type: 'download-paused', gameId: a }]);
    expect(room.record.of('download-failed')).toEqual([]);
    await room.run('resume', { gameId: a });
    await allSettled();
    expect(room.record.of('download-resumed')).toHaveLength(1);
    expect(room.record.of('download-begin').at(-1)?.bytesKept).toBeGreaterThan(0);
    transferOf(room, a).finish();
    expect(await result).toMatchObject({ ok: true });
  });

  it('Q4: gives its place to the next', async () => {
    const room = await started();
    await downloadAll(room, [a, b, c, d]);
    await room.run('pause', { gameId: b });
    await allSettled();
    expect(running(room)).toEqual([a, b, c, d]);
  });

  it('Q4: of one that waits for its turn keeps it from beginning', async () => {
    const room = await started();
    await downloadAll(room, GAMES);
    await room.run('pause', { gameId: d });
    transferOf(room, a).finish();
    await allSettled();
    expect(running(room)).toEqual([a, b, c, e]);
  });

  it('Q4: of all stops all, and resume of all lets all go on', async () => {
    const room = await started();
    await downloadAll(room, GAMES);
    await room.run('pause');
    expect(await queueOf(room)).toEqual(GAMES.map((gameId) => `${gameId} paused`));
    expect(room.engine.view.status().downloads).toBe(0);
    await room.run('resume');
    await allSettled();
    expect(running(room).slice(MAX_RUNNING)).toEqual([a, b, c]);
  });

  it('Q4: that is taken back at once lets the download go on when it has stopped', async () => {
    const room = await started();
    const {
      results: [result],
    } = await downloadAll(room, [a]);
    const pausing = room.run('pause', { gameId: a });
    const resuming = room.run('resume', { gameId: a });
    await Promise.all([pausing, resuming]);
    await allSettled();
    expect(running(room)).toEqual([a, a]);
    transferOf(room, a).finish();
    expect(await result).toMatchObject({ ok: true });
  });

  it('Q4: of what is being installed is refused, and of nothing too', async () => {
    const room = await started();
    room.installer.hold = deferred();
    await downloadAll(room, [a], { install: true });
    transferOf(room, a).finish();
    await allSettled();
    const codeOf = async (name: 'pause' | 'resume', gameId: GameId) => {
      const reply = await room.run(name, { gameId });
      return reply.ok ? 'done' : reply.error.code;
    };
    expect(await codeOf('pause', a)).toBe('operation-active');
    expect(await codeOf('pause', b)).toBe('not-downloaded');
    expect(await codeOf('resume', b)).toBe('not-downloaded');
  });

  it('Q11: is ended by a new download, with its new wish; both get the result', async () => {
    const room = await started();
    const {
      results: [first],
    } = await downloadAll(room, [a], { install: true });
    await room.run('pause', { gameId: a });
    const {
      results: [second],
    } = await downloadAll(room, [a], { install: false });
    transferOf(room, a).finish();
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toMatchObject({ ok: true });
    expect(room.record.of('install-begin')).toEqual([]);
  });
});

describe('the order', () => {
  it('Q5: is changed by move, and the next to begin is the first that waits', async () => {
    const room = await started();
    await downloadAll(room, GAMES);
    await room.run('move', { gameId: e, position: 0 });
    expect((await queueOf(room))[0]).toBe('e waiting');
    transferOf(room, a).finish();
    await allSettled();
    expect(running(room)).toEqual([a, b, c, e]);
    expect(await room.run('move', { gameId: a, position: 0 })).toMatchObject({
      error: { code: 'not-downloaded' },
    });
  });
});

describe('a cancel', () => {
  it('Q6: takes a download out of the queue, wherever it stands', async () => {
    const room = await started();
    const { results } = await downloadAll(room, GAMES);
    await room.run('pause', { gameId: b });
    for (const gameId of GAMES) await room.run('cancel', { gameId });
    for (const result of results) {
      expect(await result).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    }
    expect(room.record.of('download-failed').map(({ code }) => code)).toEqual(
      GAMES.map(() => 'cancelled'),
    );
    expect(await queueOf(room)).toEqual([]);
    expect(room.store.queue.all()).toEqual([]);
  });

  it.each([{ keep: true }, { keep: false }])(
    'Q6: keeps what was fetched, or deletes it: $keep',
    async ({ keep }) => {
      const room = await started();
      await downloadAll(room, [a]);
      transferOf(room, a).tell({
        ...{ type: 'blocks-durable', blocks: [0], hashes: new Uint8Array(32).fill(7) },
      });
      await room.run('cancel', { gameId: a, keep });
      expect(room.store.journal.find(a) !== undefined).toBe(keep);
      expect(await room.gameFolder.hasStaging('/games/a')).toBe(keep);
    },
  );

  it('Q6: of anything else that is done to a game leaves its waiting download alone', async () => {
    const room = await started({ isAlphaHere: false });
    room.library.put(aCopy({ gameId: a }));
    await room.run('rescan');
    alphaJoins(room, { version: march });
    await downloadAll(room, [a]);
    await room.run('pause', { gameId: a });
    const verifying = room.run('verify', { gameId: a });
    await room.run('cancel', { gameId: a });
    await verifying;
    expect(await queueOf(room)).toEqual(['a paused']);
  });

  it('S6.5: comes before a removal', async () => {
    const room = await started();
    const {
      results: [result],
    } = await downloadAll(room, [a]);
    await room.run('pause', { gameId: a });
    await room.run('remove', { gameId: a });
    expect(await result).toMatchObject({ error: { code: 'cancelled' } });
    expect(await queueOf(room)).toEqual([]);
  });
});
