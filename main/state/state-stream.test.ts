import { describe, expect, it } from 'vitest';
import { aCopy } from '../../fixtures/engine/copies.ts';
import { anEngine, join } from '../../fixtures/engine/an-engine.ts';
import { aPeer, anOffer, bf1942, cnc4, ggoo, january } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/window/settings.ts';
import { applyChange, type AppState, type StateFrame } from '../../shared/window/state.ts';
import { CERTAIN_MS } from '../engine/unreached.ts';
import { FIRST_LOOK_MS, FRAME_MS, StateStream, TICK_MS } from './state-stream.ts';

const alpha = aPeer(1);

async function aStream({ isStarted = true } = {}) {
  const room = anEngine();
  const { clock, engine, record } = room;
  const running = new Set<GameId>();
  const stream = new StateStream({
    ...{ view: engine.view, events: record.hub, clock, platform: 'linux' },
    catalog: new Map(
      [ggoo, cnc4].map((id) => [id, { id, title: id, tags: [], versions: new Map(), start: {} }]),
    ),
    settings: () => defaultSettings('self'),
    launch: (id) => ({
      canPlay: true,
      canHost: false,
      isRunning: running.has(id),
      isHosting: false,
    }),
    installedBytes: () => 1200,
    cover: () => undefined,
  });
  stream.start();
  if (isStarted) await engine.start();
  const frames: StateFrame[] = [];
  const watch = stream.watch((frame) => frames.push(frame));
  clock.advance(FRAME_MS);
  const progress = (bytesDone: number): void => {
    record.hub.emit({
      ...{ type: 'download-progress', gameId: ggoo, bytesDone, bytesTotal: 1000 },
      ...{ bytesPerSecond: 10, etaSeconds: 1, sources: [] },
    });
  };
  return { ...room, stream, frames, watch, running, progress };
}

function stateAfter(frames: readonly StateFrame[]): AppState {
  const [first, ...rest] = frames;
  if (first?.type !== 'snapshot') throw new Error('The first frame is no snapshot.');
  return rest.reduce((state, frame) => {
    if (frame.type === 'snapshot') return frame.state;
    return frame.changes.reduce(applyChange, state);
  }, first.state);
}

describe('the state stream', () => {
  it('begins with a snapshot of every game of the catalog', async () => {
    const { frames } = await aStream();
    expect(frames).toHaveLength(1);
    expect(Object.keys(stateAfter(frames).games)).toEqual([ggoo, cnc4]);
  });

  it('holds the first frame back until the own games are known, and tells it at once then', async () => {
    const { clock, engine, frames, library } = await aStream({ isStarted: false });
    library.put(aCopy());
    clock.advance(FIRST_LOOK_MS / 2);
    expect(frames).toEqual([]);
    await engine.start();
    expect(stateAfter(frames).games[ggoo]).toMatchObject({ state: 'downloaded' });
  });

  it('does not wait long for a slow disk: it begins with what is known', async () => {
    const { clock, frames } = await aStream({ isStarted: false });
    clock.advance(FIRST_LOOK_MS);
    expect(stateAfter(frames).games[ggoo]).toMatchObject({ state: 'absent' });
  });

  it('tells at most 15 frames a second, however many events there are', async () => {
    const { clock, frames, progress } = await aStream();
    frames.length = 0;
    for (let ms = 0; ms < 1000; ms += 1) {
      progress(ms);
      progress(ms + 0.5);
      clock.advance(1);
    }
    expect(frames.length).toBeLessThanOrEqual(15);
  });

  it('says nothing while nothing changes', async () => {
    const { clock, frames, record } = await aStream();
    clock.advance(TICK_MS);
    await Promise.resolve();
    clock.advance(FRAME_MS);
    frames.length = 0;
    record.hub.emit({ type: 'peer-discovered', ...alpha });
    clock.advance(60_000);
    expect(frames.filter(({ type }) => type === 'snapshot')).toEqual([]);
    expect(frames).toEqual([]);
  });

  it('numbers patches without a gap, and they add up to what the engine says', async () => {
    const { clock, engine, frames, network } = await aStream();
    join(network, alpha, { offers: [anOffer({ id: ggoo }), anOffer({ id: cnc4 })] });
    clock.advance(FRAME_MS);
    network.say(1, alpha.peerId, { type: 'library-change', revision: 2, put: [], drop: [cnc4] });
    clock.advance(FRAME_MS);
    const state = stateAfter(frames);
    expect(state.games[ggoo]?.peerCount).toBe(1);
    expect(state.games[cnc4]?.peerCount).toBe(0);
    expect(state.people[alpha.peerId]?.games).toBe(engine.view.peers()[0]?.games);
    const revisions = frames.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.map((_, index) => (revisions[0] ?? 0) + index));
  });

  it('takes a peer that is gone out of every row', async () => {
    const { clock, frames, network } = await aStream();
    join(network, alpha, { offers: [anOffer({ id: ggoo })] });
    clock.advance(FRAME_MS);
    network.close(1, alpha, 'goodbye');
    clock.advance(FRAME_MS);
    const state = stateAfter(frames);
    expect(state.people).toEqual({});
    expect(state.games[ggoo]).toMatchObject({ peerCount: 0, peers: [] });
  });

  it('tells of a PC that is here and that no connection reaches, until one does', async () => {
    const { frames, clock, engine, network } = await aStream();
    network.onDial = () => Promise.reject(new LanspreadError('peer-unreachable', 'Nobody.'));
    for (const _ of [1, 2]) {
      engine.found({ ...alpha, addresses: [alpha.address], heardBy: 'beacon' });
      await allSettled();
      clock.advance(CERTAIN_MS);
    }
    clock.advance(TICK_MS);
    expect(stateAfter(frames).self.outOfReach).toEqual([alpha.name]);
    join(network, alpha);
    clock.advance(TICK_MS);
    expect(stateAfter(frames).self.outOfReach).toEqual([]);
  });

  it('gives a snapshot to one who asks again, and only once a frame', async () => {
    const { clock, frames, stream, watch } = await aStream();
    const others: StateFrame[] = [];
    stream.watch((frame) => others.push(frame));
    clock.advance(FRAME_MS);
    frames.length = 0;
    others.length = 0;
    for (let count = 0; count < 1000; count += 1) watch.resync();
    clock.advance(FRAME_MS);
    expect(frames.map(({ type }) => type)).toEqual(['snapshot']);
    expect(others).toEqual([]);
  });

  it('tells of a game that begins to run, which no event says', async () => {
    const { clock, frames, running, stream } = await aStream();
    running.add(ggoo);
    stream.touch(ggoo);
    clock.advance(FRAME_MS);
    expect(stateAfter(frames).games[ggoo]?.isRunning).toBe(true);
  });

  it('tells what flows to each peer once a second, and once more when it ends', async () => {
    const { clock, frames, network } = await aStream();
    join(network, alpha);
    clock.advance(TICK_MS);
    const speed = () => stateAfter(frames).people[alpha.peerId]?.uploadSpeed;
    expect(speed()).toBe(0);
    network.tell({ type: 'served', peerId: alpha.peerId, bytes: 5_000_000 });
    clock.advance(TICK_MS + FRAME_MS);
    expect(speed()).toBe(5_000_000);
    clock.advance(TICK_MS);
    expect(speed()).toBe(0);
    const told = frames.length;
    clock.advance(5 * TICK_MS);
    expect(frames).toHaveLength(told);
  });

  it('tells nobody anything after its end', async () => {
    const { clock, frames, record, stream } = await aStream();
    stream.stop();
    frames.length = 0;
    record.hub.emit({ type: 'install-begin', gameId: ggoo });
    clock.advance(10_000);
    expect(frames).toEqual([]);
    expect(clock.waiting).toBe(0);
  });

  it('leaves games outside the catalog out, whatever events say', async () => {
    const { clock, frames, record } = await aStream();
    record.hub.emit({ type: 'local-library-changed', games: [aLocal(bf1942)] });
    clock.advance(FRAME_MS);
    expect(stateAfter(frames).games[bf1942]).toBeUndefined();
  });
});

function aLocal(id: GameId) {
  const copy = { version: january, size: 1, downloaded: true, installed: false } as const;
  return { id, ...copy, damaged: false, cover: null, availability: 'Ready' } as const;
}
