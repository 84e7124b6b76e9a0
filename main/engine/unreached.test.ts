import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { aPeer } from '../../fixtures/engine/room.ts';
import type { Peer } from '../../shared/domain/peer.ts';
import { CERTAIN_MS, FORGET_MS, FORGET_VOUCHED_MS, MAX_UNREACHED, Unreached } from './unreached.ts';

function setUp() {
  const clock = new FakeClock();
  const told: Peer[] = [];
  const unreached = new Unreached({ clock, onCertain: (peer) => told.push(peer) });
  const named = (number: number) => {
    unreached.miss({ ...aPeer(number), isVouched: true });
  };
  const heard = (number: number) => {
    unreached.miss({ ...aPeer(number), isVouched: false });
  };
  const rows = () => unreached.rows().map(({ peerId }) => peerId);
  return { clock, told, unreached, named, heard, rows };
}

describe('a PC that is said to be here', () => {
  it('S25.11: is out of reach once it has had time to connect itself, and told once', () => {
    const { clock, told, named, rows } = setUp();
    named(1);
    clock.advance(CERTAIN_MS - 1);
    expect([told, rows()]).toEqual([[], []]);
    clock.advance(1);
    named(1);
    expect(told.map(({ peerId }) => peerId)).toEqual([aPeer(1).peerId]);
    expect(rows()).toEqual([aPeer(1).peerId]);
  });

  it('S25.11: is told of also where a timer is a little early, as those of systems are', () => {
    const clock = new FakeClock();
    const told: Peer[] = [];
    const early = { nowMs: () => 0, monotonicMs: () => 0, after: clock.after.bind(clock) };
    const unreached = new Unreached({ clock: early, onCertain: (peer) => told.push(peer) });
    unreached.miss({ ...aPeer(1), isVouched: true });
    clock.advance(CERTAIN_MS);
    expect(told).toHaveLength(1);
  });

  it('S25.11: is not told of where a connection has come about after all', () => {
    const { clock, told, unreached, named, rows } = setUp();
    named(1);
    unreached.forget(aPeer(1).peerId);
    expect(clock.waiting).toBe(0);
    clock.advance(CERTAIN_MS);
    expect([told, rows()]).toEqual([[], []]);
  });

  it('M3: is not told of because of one packet that anyone may have sent', () => {
    const { clock, told, heard } = setUp();
    heard(1);
    clock.advance(CERTAIN_MS);
    expect(told).toEqual([]);
    heard(1);
    expect(told).toHaveLength(1);
  });

  it('S25.11: is forgotten when it is not missed again', () => {
    const { clock, named, heard, rows } = setUp();
    named(1);
    for (const _ of [1, 2]) heard(2);
    clock.advance(FORGET_MS);
    expect(rows()).toHaveLength(2);
    clock.advance(1);
    expect(rows()).toEqual([aPeer(1).peerId]);
    clock.advance(FORGET_VOUCHED_MS - FORGET_MS);
    expect(rows()).toEqual([]);
  });

  it('M3: is one of a few, and a flood hides none that is known for certain', () => {
    const { clock, unreached, named, heard, rows } = setUp();
    named(1);
    clock.advance(CERTAIN_MS);
    for (let number = 2; number < 1_000; number += 1) heard(number);
    expect(rows()).toEqual([aPeer(1).peerId]);
    expect(clock.waiting).toBeLessThanOrEqual(MAX_UNREACHED);
    for (let number = 1_000; number < 1_100; number += 1) named(number);
    clock.advance(CERTAIN_MS);
    expect(rows()).toHaveLength(MAX_UNREACHED);
    unreached.stop();
    expect(rows()).toEqual([]);
  });
});
