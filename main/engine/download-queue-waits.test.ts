import { describe, expect, it } from 'vitest';
import { anEngine, join } from '../../fixtures/engine/an-engine.ts';
import {
  alpha,
  GAMES,
  a,
  b,
  e,
  LOST,
  FULL,
  started,
  alphaJoins,
  downloadAll,
  running,
  transferOf,
  queueOf,
} from '../../fixtures/engine/queue-room.ts';
import { aCatalog, aPeer } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { LOOK_MS } from './download-queue.ts';

describe('a patient download', () => {
  it('Q7: waits for a holder where another fails, and goes on when one returns', async () => {
    const room = await started();
    const {
      results: [patient],
    } = await downloadAll(room, [a], { patient: true });
    const {
      results: [other],
    } = await downloadAll(room, [b]);
    room.network.close(1, alpha, 'closed');
    for (const gameId of [a, b]) transferOf(room, gameId).fail(LOST);
    expect(await other).toMatchObject({ error: { code: 'sources-lost' } });
    expect(room.record.of('download-failed').map(({ gameId }) => gameId)).toEqual([b]);
    expect(room.record.of('download-waiting')).toEqual([
      { type: 'download-waiting', gameId: a, reason: 'holder' },
    ]);
    alphaJoins(room, { sessionId: 2 });
    await allSettled();
    transferOf(room, a).finish();
    expect(await patient).toMatchObject({ ok: true });
  });

  it('Q9: asks those who failed again only after a while', async () => {
    const room = await started();
    await downloadAll(room, [a], { patient: true });
    transferOf(room, a).fail(LOST);
    await allSettled();
    join(room.network, aPeer(2), { sessionId: 2 });
    await allSettled();
    expect(running(room)).toEqual([a]);
    room.clock.advance(LOOK_MS);
    await allSettled();
    expect(running(room)).toEqual([a, a]);
  });

  it('Q8: waits for room on the disk and goes on when there is some', async () => {
    const room = await started();
    const {
      results: [patient],
    } = await downloadAll(room, [a], { patient: true });
    room.disk.free = 0;
    transferOf(room, a).fail(FULL);
    await allSettled();
    expect(await queueOf(room)).toEqual(['a no-space']);
    for (let round = 0; round < 5; round += 1) {
      room.clock.advance(LOOK_MS);
      await allSettled();
    }
    expect(running(room)).toEqual([a]);
    room.disk.free = 1e12;
    room.clock.advance(LOOK_MS);
    await allSettled();
    transferOf(room, a).finish();
    expect(await patient).toMatchObject({ ok: true });
    expect(room.record.of('download-failed')).toEqual([]);
  });

  it('Q8: fails where it is not patient, and can be begun again', async () => {
    const room = await started();
    const {
      results: [result],
    } = await downloadAll(room, [a]);
    transferOf(room, a).fail(FULL);
    expect(await result).toMatchObject({ error: { code: 'no-space' } });
    expect(await queueOf(room)).toEqual([]);
    await downloadAll(room, [a]);
    expect(running(room)).toEqual([a, a]);
  });

  it('Q7: that nobody has is refused at once all the same', async () => {
    const room = await started({ isAlphaHere: false });
    expect(await room.run('download', { gameId: a, patient: true })).toMatchObject({
      error: { code: 'no-peers-have-game' },
    });
    expect(await queueOf(room)).toEqual([]);
  });

  it('Q7: fails of what no waiting mends', async () => {
    const room = await started();
    const {
      results: [result],
    } = await downloadAll(room, [a], { patient: true });
    transferOf(room, a).fail(new LanspreadError('io-error', 'a: the disk is on fire.'));
    expect(await result).toMatchObject({ error: { code: 'io-error' } });
    expect(room.record.of('download-failed')).toMatchObject([{ code: 'io-error' }]);
  });
});

describe('after a restart', () => {
  it('Q10: the order stands; what is patient goes on, what was paused stays so', async () => {
    const before = await started();
    await downloadAll(before, GAMES, { patient: true });
    await before.run('move', { gameId: e, position: 0 });
    await before.run('pause', { gameId: b });
    await before.engine.stop();

    const room = await started({ store: before.store });
    await allSettled();
    expect(await queueOf(room)).toEqual([
      ...['e running', 'a running', 'b paused'],
      ...['c running', 'd waiting'],
    ]);
    expect(room.record.of('download-failed')).toEqual([]);
  });

  it('Q10: what a command waited for comes back paused, and a new command takes it up', async () => {
    const before = await started();
    const {
      results: [result],
    } = await downloadAll(before, [a], { install: true });
    await before.engine.stop();
    expect(await result).toMatchObject({ ok: false });

    const room = await started({ store: before.store });
    await allSettled();
    expect(await queueOf(room)).toEqual(['a paused']);
    expect(running(room)).toEqual([]);
    const {
      results: [again],
    } = await downloadAll(room, [a], { install: false });
    transferOf(room, a).finish();
    expect(await again).toMatchObject({ ok: true });
    expect(room.record.of('install-begin')).toEqual([]);
  });

  it('Q10: what nobody has yet waits for a holder without a word of failure', async () => {
    const before = await started();
    await downloadAll(before, [a], { patient: true });
    await before.engine.stop();

    const room = await started({ store: before.store, isAlphaHere: false });
    expect(await queueOf(room)).toEqual(['a no-holder']);
    expect(room.record.of('no-peers-have-game')).toEqual([]);
    alphaJoins(room);
    await allSettled();
    expect(await queueOf(room)).toEqual(['a running']);
  });

  it('Q10: a game that is in the catalog no longer is forgotten', async () => {
    const before = await started();
    await downloadAll(before, [a], { patient: true });
    await before.engine.stop();
    const room = anEngine({ store: before.store, catalog: aCatalog(b) });
    await room.engine.start();
    expect(room.engine.view.status().queue).toEqual([]);
  });

  it('S10.3: who waits for a turn is told that the program ends, and no timer is left', async () => {
    const room = await started();
    const { results } = await downloadAll(room, GAMES, { patient: true });
    transferOf(room, a).fail(LOST);
    await allSettled();
    await room.engine.stop();
    const codes = await Promise.all(results);
    expect(codes.map((reply) => (reply.ok ? 'ok' : reply.error.code))).toEqual([
      ...['shutting-down', 'cancelled', 'cancelled', 'cancelled', 'shutting-down'],
    ]);
    expect(room.clock.waiting).toBe(0);
    expect(room.store.queue.all()).toHaveLength(GAMES.length);
  });
});
