import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { PeerId } from '../../shared/domain/ids.ts';
import { Beacon, BEACON_PORT } from './beacon.ts';
import { beaconPacket } from './beacon-packet.ts';
import type { BeaconSocket } from './beacon-sockets.ts';
import type { Hint } from './hint.ts';

const self = { peerId: 'a'.repeat(32) as PeerId, name: 'alpha', host: '::', port: 41_641 };
const MINUTE_MS = 60_000;

function peer(number: number) {
  return { ...self, peerId: number.toString(16).padStart(32, '0') as PeerId };
}

/** A socket without a network: the test says what comes in. */
class FakeSocket extends EventEmitter {
  readonly sent: string[] = [];
  isOpen = false;

  bind(_port: number, onBound: () => void): void {
    this.isOpen = true;
    onBound();
  }

  send(_packet: Buffer, port: number, target: string, onSent: (error: Error | null) => void): void {
    this.sent.push(`${target}:${port}`);
    onSent(new Error('ENETUNREACH'));
  }

  close(): void {
    this.isOpen = false;
  }

  hear(number: number, packet: Uint8Array = beaconPacket(peer(number))): void {
    this.emit('message', packet, { address: '10.0.0.9' });
  }
}

// One task at a time, as the beacon has no more; time moves when the test runs it.
function setUp(targets = ['10.0.0.255']) {
  const sockets: FakeSocket[] = [];
  const hints: Hint[] = [];
  const tasks = new Set<{ readonly atMs: number; readonly delayMs: number; run: () => void }>();
  let nowMs = 0;
  const clock = {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    after: (delayMs: number, run: () => void) => {
      const task = { atMs: nowMs + delayMs, delayMs, run };
      tasks.add(task);
      return () => tasks.delete(task);
    },
  };
  const open = (): BeaconSocket => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket as unknown as BeaconSocket;
  };
  const onHint = (hint: Hint) => hints.push(hint);
  const beacon = new Beacon({ announcement: self, targets, clock, onHint }, open);
  const nextPauseMs = () => {
    const [task] = tasks;
    if (!task) return undefined;
    tasks.delete(task);
    nowMs = Math.max(nowMs, task.atMs);
    task.run();
    return task.delayMs;
  };
  const pass = (ms: number) => (nowMs += ms);
  return { beacon, sockets, hints, tasks, nextPauseMs, pass };
}

describe('Beacon', () => {
  it('S25: is sent to every network at once, twice soon, then every three seconds', () => {
    const { beacon, sockets, nextPauseMs } = setUp(['10.0.0.255', '192.168.1.255']);
    beacon.start();
    const once = [`10.0.0.255:${BEACON_PORT}`, `192.168.1.255:${BEACON_PORT}`];
    expect(sockets[0]?.sent).toEqual(once);
    expect([nextPauseMs(), nextPauseMs(), nextPauseMs()]).toEqual([1_000, 1_000, 3_000]);
    expect(sockets[0]?.sent).toEqual([...once, ...once, ...once, ...once]);
  });

  it.each([
    { peers: 3, pauseMs: 3_000 },
    { peers: 20, pauseMs: 20_000 },
    { peers: 1_000, pauseMs: 30_000 },
  ])('S28: is sent every $pauseMs ms among $peers peers', ({ peers, pauseMs }) => {
    const { beacon, sockets, nextPauseMs, pass } = setUp();
    beacon.start();
    for (let sent = 0; sent < 3; sent += 1) nextPauseMs();
    for (let number = 0; number < peers; number += 1) {
      sockets[0]?.hear(number);
      pass(10);
    }
    nextPauseMs();
    expect(nextPauseMs()).toBe(pauseMs);
  });

  it('S28: is sent as often as before once the room has emptied', () => {
    const { beacon, sockets, nextPauseMs, pass } = setUp();
    beacon.start();
    for (let number = 0; number < 20; number += 1) sockets[0]?.hear(number);
    pass(2 * MINUTE_MS);
    for (let sent = 0; sent < 3; sent += 1) nextPauseMs();
    expect(nextPauseMs()).toBe(3_000);
  });

  it('M3: reads two hundred packets a second at most', () => {
    const { beacon, sockets, hints, pass } = setUp();
    beacon.start();
    for (let number = 0; number < 10_000; number += 1) sockets[0]?.hear(number);
    expect(hints).toHaveLength(200);
    pass(1_000);
    sockets[0]?.hear(7);
    expect(hints).toHaveLength(201);
  });

  it('M1: passes over what makes no sense', () => {
    const { beacon, sockets, hints } = setUp();
    beacon.start();
    sockets[0]?.hear(1, Buffer.from('{"lanspread":'));
    sockets[0]?.hear(2);
    expect(hints).toEqual([
      { peerId: peer(2).peerId, name: 'alpha', addresses: ['10.0.0.9:41641'] },
    ]);
  });

  it('M2: tries a new socket half a minute after an error', () => {
    const { beacon, sockets, tasks, pass } = setUp();
    beacon.start();
    sockets[0]?.emit('error', new Error('EADDRINUSE'));
    expect(sockets[0]?.isOpen).toBe(false);
    expect(tasks.size).toBe(0);
    beacon.tick();
    expect(sockets).toHaveLength(1);
    pass(30_000);
    beacon.tick();
    expect(sockets.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  });

  it('leaves nothing open and nothing to come after it stops', () => {
    const { beacon, sockets, tasks, pass } = setUp();
    beacon.start();
    beacon.stop();
    pass(MINUTE_MS);
    beacon.tick();
    expect(sockets.map(({ isOpen }) => isOpen)).toEqual([false]);
    expect(tasks.size).toBe(0);
  });
});
