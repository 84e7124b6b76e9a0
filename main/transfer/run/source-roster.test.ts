import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../../fixtures/engine/fake-clock.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { fetchThread } from './fetch-thread.ts';
import type { Source } from '../fetcher.ts';
import { SourceRoster } from './source-roster.ts';

// Never started: lanes are only counted here.
const thread = fetchThread(new URL('file:///nowhere'), {} as never, {
  onReport: () => undefined,
  gone: () => new Error('gone'),
});

let clock: FakeClock;
let opened: { readonly laneId: number; readonly source: Source }[];
let closed: number[];
let planned: string[];
let dropped: string[];
let partial: Set<PeerId>;
let roster: SourceRoster;

beforeEach(() => {
  clock = new FakeClock();
  partial = new Set();
  [opened, closed, planned, dropped] = [[], [], [], []];
  roster = new SourceRoster({
    clock,
    lanesEach: 2,
    planner: {
      addSource: (peerId) => planned.push(`+${peerId}`),
      removeSource: (peerId) => planned.push(`-${peerId}`),
      isPartial: (peerId) => partial.has(peerId),
      setReachable: (peerId, isReachable) => planned.push(`${peerId} ${isReachable}`),
    },
    open: (source) => {
      const lane = { laneId: opened.length, thread };
      opened.push({ laneId: lane.laneId, source });
      return lane;
    },
    close: ({ laneId }) => closed.push(laneId),
    onDropped: (peerId, reason) => dropped.push(`${peerId}: ${reason}`),
  });
});

describe('lanes', () => {
  it('are two a source while there are few, one when there are many, and sixteen at most', () => {
    for (let at = 0; at < 20; at += 1) roster.add(source(`s${at}`));
    expect(lanesOf('s0')).toHaveLength(2);
    expect(lanesOf('s3')).toHaveLength(2);
    expect(lanesOf('s4')).toHaveLength(1);
    expect(opened).toHaveLength(16);
    expect(planned).toHaveLength(12);
  });

  it('go to a source in reserve when another one leaves', () => {
    for (let at = 0; at < 13; at += 1) roster.add(source(`s${at}`));
    expect(lanesOf('s12')).toHaveLength(0);
    roster.remove(id('s7'));
    expect(lanesOf('s12')).toHaveLength(1);
    expect(planned.slice(-2)).toEqual(['-s7', '+s12']);
  });
});

describe('S21: partial copies', () => {
  it('leave the lanes to whole ones, and come back when there is room', () => {
    const partials = Array.from({ length: 16 }, (_, at) => `p${at}`);
    for (const name of partials) partial.add(id(name));
    for (const name of partials) roster.add(source(name));
    const waiting = partials.filter((name) => lanesOf(name).length === 0);
    roster.add(source('whole'));
    expect(lanesOf('whole')).toHaveLength(1);
    roster.remove(id('whole'));
    roster.remove(id('p0'));
    expect(partials.filter((name) => lanesOf(name).length > 0).length).toBeGreaterThan(
      16 - waiting.length,
    );
  });

  it('can be let go without anything being held against anyone', () => {
    partial.add(id('p'));
    roster.add(source('p'));
    roster.add(source('liar'));
    roster.dropLiar(id('liar'));
    roster.forget(id('p'));
    expect(roster.wereAllLiars).toBe(true);
    expect(roster.isEmpty).toBe(true);
  });
});

describe('S19: a source that can not be reached', () => {
  it('is tried again after growing pauses, then dropped', () => {
    roster.add(source('a'));
    const pauses: (number | undefined)[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      failLast(2);
      pauses.push(clock.nextInMs);
      clock.advance(clock.nextInMs ?? 0);
    }
    expect(pauses).toEqual([100, 400, 1_000, 2_000, undefined]);
    expect(dropped).toEqual(['a: it can not be reached']);
    expect(roster.isEmpty).toBe(true);
    expect(roster.wereAllLiars).toBe(false);
  });

  it('is dealt nothing until it is back', () => {
    roster.add(source('a'));
    failLast(2);
    expect(planned.at(-1)).toBe('a false');
    clock.advance(100);
    roster.laneOpened(opened.length - 1);
    expect(planned.at(-1)).toBe('a true');
  });

  it('stays while one of its lanes is open', () => {
    roster.add(source('a'));
    roster.laneOpened(0);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      failLast(1);
      clock.advance(10_000);
    }
    expect(dropped).toEqual([]);
    expect(planned.at(-1)).toBe('a true');
  });

  it('gets all its tries again once it has delivered', () => {
    roster.add(source('a'));
    for (let attempt = 0; attempt < 10; attempt += 1) {
      failLast(2);
      clock.advance(2_000);
      roster.find(id('a'))?.delivered();
    }
    expect(dropped).toEqual([]);
  });

  it('W16: is dropped at once where somebody else answers', () => {
    roster.add(source('a'));
    failLast(2, 'peer-refused');
    expect(dropped).toEqual(['a: it can not be reached']);
  });

  it('is forgotten by its timer when the engine takes it away', () => {
    roster.add(source('a'));
    failLast(2);
    roster.remove(id('a'));
    expect(clock.waiting).toBe(0);
    expect(dropped).toEqual([]);
  });
});

describe('S11: a source at another address', () => {
  it('gets new lanes, and the old ones close', () => {
    roster.add(source('a'));
    roster.add({ peerId: id('a'), address: 'elsewhere' });
    expect(closed).toEqual([0, 1]);
    expect(opened.slice(2).map((lane) => lane.source.address)).toEqual(['elsewhere', 'elsewhere']);
  });

  it('changes nothing where the address is the same', () => {
    roster.add(source('a'));
    roster.add(source('a'));
    expect(opened).toHaveLength(2);
  });

  it('hears nothing of the end of its old lanes', () => {
    roster.add(source('a'));
    roster.add({ peerId: id('a'), address: 'elsewhere' });
    roster.laneClosed(0, failure('peer-unreachable'));
    expect(clock.waiting).toBe(0);
  });
});

describe('S20: a source that gave wrong bytes', () => {
  it('is never asked again', () => {
    roster.add(source('a'));
    roster.dropLiar(id('a'));
    roster.add({ peerId: id('a'), address: 'elsewhere' });
    expect(roster.isEmpty).toBe(true);
    expect(opened).toHaveLength(2);
    expect(dropped).toEqual(['a: it gave wrong bytes twice']);
  });

  it.each([
    { then: 'is not all there was, where another was lost', lose: 'b', wereAllLiars: false },
    { then: 'is all there was, though it leaves the room later', lose: 'a', wereAllLiars: true },
  ])('$then', ({ lose, wereAllLiars }) => {
    roster.add(source('a'));
    if (lose === 'b') roster.add(source('b'));
    roster.dropLiar(id('a'));
    roster.remove(id(lose));
    expect(roster.isEmpty).toBe(true);
    expect(roster.wereAllLiars).toBe(wereAllLiars);
  });
});

function failLast(count: number, code: ErrorCode = 'peer-unreachable'): void {
  for (const { laneId } of opened.slice(-count)) roster.laneClosed(laneId, failure(code));
}

function failure(code: ErrorCode): { readonly code: ErrorCode; readonly message: string } {
  return { code, message: '' };
}

function lanesOf(name: string): readonly number[] {
  return opened.filter((lane) => lane.source.peerId === name).map(({ laneId }) => laneId);
}

function source(name: string): Source {
  return { peerId: id(name), address: name };
}

function id(name: string): PeerId {
  return name as PeerId;
}
