import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, CHUNK_BYTES, type Outline } from '../../../shared/domain/content.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { bytesOf, numberBlocks } from '../../manifest/blocks.ts';
import { cutChunks } from './chunks.ts';
import { Planner } from './planner.ts';
import type { Layout } from './requests.ts';
import type { BlockRequest } from './source-work.ts';

const MIB = 1024 * 1024;
const STEP_MS = 10;
const PROGRESS_MS = 100;
const LIMIT_MS = 3_600_000;

describe('S14: equal sources', () => {
  it.each([
    { sizes: [126, 1], count: 2 },
    { sizes: [33, 33, 33, 33, 33, 33], count: 2 },
    { sizes: [32, 1, 1, 1, 32], count: 2 },
    { sizes: [500], count: 3 },
    { sizes: [1000, 7, 90], count: 4 },
  ])('$count sources give the same but for a chunk: $sizes MiB', ({ sizes, count }) => {
    const room = new Room(layoutOf(sizes.map((size) => size * MIB)));
    for (let at = 0; at < count; at += 1) room.join({ name: `s${at}`, bytesPerMs: 50_000 });
    room.run();
    expect(room.isWhole).toBe(true);
    expect(spread(room)).toBeLessThanOrEqual(CHUNK_BYTES);
    expect(Math.min(...room.given.values())).toBeGreaterThan(0);
  });

  it('stay level whatever the sizes, the speed, the jitter, a late start and a pause', () => {
    const party = fc.record({
      sizes: fc.array(fc.integer({ min: 0, max: 300 * MIB }), { minLength: 1, maxLength: 15 }),
      count: fc.integer({ min: 2, max: 5 }),
      bytesPerMs: fc.integer({ min: 10_000, max: 1_200_000 }),
      pauseAtMs: fc.integer({ min: 0, max: 3_000 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(party, ({ sizes, count, bytesPerMs, pauseAtMs, seed }) => {
        const room = new Room(layoutOf(sizes), seed);
        const equal = { bytesPerMs, jitter: 0.25 };
        const pauseMs = { from: pauseAtMs, to: pauseAtMs + 400 };
        room.join({ name: 's0', ...equal, pauseMs });
        for (let at = 1; at < count; at += 1) {
          room.join({ name: `s${at}`, ...equal, delayMs: 120 * at });
        }
        room.run();
        expect(room.isWhole).toBe(true);
        expect(spread(room)).toBeLessThanOrEqual(CHUNK_BYTES);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

describe('unequal sources', () => {
  it.each([
    { speeds: [25_000, 25_000, 25_000, 25_000], mib: 256, most: 1.03 },
    { speeds: [25_000, 25_000, 25_000, 25_000], mib: 288, most: 1.08 },
    { speeds: [25_000, 6_250], mib: 256, most: 1.08 },
    { speeds: [25_000, 25_000, 2_500], mib: 256, most: 1.1 },
    { speeds: [25_000, 18_750], mib: 1024, most: 1.05 },
    { speeds: [100_000, 100_000, 1_000], mib: 256, most: 1.15 },
    { speeds: [100_000, 100_000, 1_000], mib: 512, most: 1.1 },
    { speeds: [500_000, 1_000], mib: 256, most: 3.5 },
  ])('end together: $speeds bytes/ms, $mib MiB', ({ speeds, mib, most }) => {
    const room = new Room(layoutOf([mib * MIB]));
    for (const [at, bytesPerMs] of speeds.entries()) room.join({ name: `s${at}`, bytesPerMs });
    room.run();
    const idealMs = (mib * MIB) / speeds.reduce((sum, speed) => sum + speed, 0);
    expect(room.nowMs / idealMs).toBeLessThanOrEqual(most);
  });

  it('S19: end without a source that falls silent', () => {
    const room = new Room(layoutOf([256 * MIB]));
    room.join({ name: 'good', bytesPerMs: 50_000 });
    room.join({ name: 'silent', bytesPerMs: 50_000, silentAfter: 20 * MIB });
    room.run();
    expect(room.isWhole).toBe(true);
    expect(room.nowMs).toBeLessThan(8_000);
  });
});

describe('bad sources', () => {
  it('S20: a wrong block goes to another source, and a second wrong one ends its source', () => {
    const room = new Room(layoutOf([256 * MIB]));
    room.join({ name: 'liar', bytesPerMs: 50_000, lies: 1 });
    room.join({ name: 'honest', bytesPerMs: 50_000 });
    room.run();
    expect(room.isWhole).toBe(true);
    expect(room.given.get('liar')).toBe(0);
    expect(room.rejected.get('liar')).toBe(2);
  });

  it('ends with nothing taken where all sources lie', () => {
    const room = new Room(layoutOf([100 * MIB]));
    for (const name of ['a', 'b', 'c']) room.join({ name, bytesPerMs: 50_000, lies: 1 });
    room.run();
    expect(room.isWhole).toBe(false);
    expect([...room.rejected.values()]).toEqual([2, 2, 2]);
  });

  it('asks the only source again for a block that it gave wrong once', () => {
    const planner = new Planner(layoutOf([BLOCK_BYTES]), new Uint8Array(1), peer('self'));
    planner.addSource(peer('only'));
    const first = ask(planner, 'only');
    planner.finished(first, { good: [], bad: [0] }, 10);
    expect(ask(planner, 'only').blocks).toEqual([0]);
  });
});

describe('what is asked for', () => {
  it('S18: leaves out what is verified already', () => {
    const layout = layoutOf([40 * MIB, 3, 5]);
    const verified = Uint8Array.from({ length: layout.blocks.count }, (_, at) => at % 2);
    const room = new Room(layout, 0, verified);
    room.join({ name: 'one', bytesPerMs: 50_000 });
    room.run();
    expect(room.isWhole).toBe(true);
    expect(room.fetched).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it('W10: counts a block that comes twice once', () => {
    const planner = new Planner(layoutOf([BLOCK_BYTES]), new Uint8Array(1), peer('self'));
    planner.addSource(peer('one'));
    const request = ask(planner, 'one');
    expect(planner.finished(request, { good: [0], bad: [] }, 1)).toEqual([0]);
    expect(planner.finished(request, { good: [0], bad: [] }, 2)).toEqual([]);
    expect(planner.isComplete).toBe(true);
  });

  it('S19: what a lost source was asked for goes to another at once', () => {
    const planner = new Planner(layoutOf([BLOCK_BYTES]), new Uint8Array(1), peer('self'));
    planner.addSource(peer('one'));
    planner.addSource(peer('two'));
    expect(ask(planner, 'one').blocks).toEqual([0]);
    expect(planner.next(peer('two'), 1)).toBeUndefined();
    planner.removeSource(peer('one'), 2);
    expect(ask(planner, 'two').blocks).toEqual([0]);
  });

  it('deals nothing to a source that can not be reached', () => {
    const planner = new Planner(layoutOf([64 * MIB]), new Uint8Array(16), peer('self'));
    planner.addSource(peer('one'));
    planner.setReachable(peer('one'), false, 0);
    expect(planner.next(peer('one'), 1)).toBeUndefined();
    planner.setReachable(peer('one'), true, 2);
    expect(ask(planner, 'one').blocks).toEqual([0]);
  });

  it('takes each byte exactly once while sources come, go, lie and stall', () => {
    const plan = fc.record({
      atMs: fc.integer({ min: 0, max: 4_000 }),
      bytesPerMs: fc.integer({ min: 500, max: 200_000 }),
      leavesAfterMs: fc.option(fc.integer({ min: 1, max: 3_000 })),
      lies: fc.constantFrom(0, 0, 0.02, 1),
      silentAfter: fc.option(fc.integer({ min: 0, max: 60 * MIB })),
    });
    const sizes = fc.array(fc.integer({ min: 0, max: 80 * MIB }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.array(plan, { maxLength: 6 }), fc.nat(), (bytes, plans, seed) => {
        const room = new Room(layoutOf(bytes), seed);
        room.join({ name: 'honest', bytesPerMs: 20_000 });
        for (const [at, one] of plans.entries()) room.plan(`s${at}`, one);
        room.run();
        expect(room.isWhole).toBe(true);
        const all = Array.from({ length: room.layout.blocks.count }, (_, at) => at);
        expect(room.fetched).toEqual(all);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});

interface Member {
  readonly name: string;
  readonly bytesPerMs: number;
  readonly jitter?: number;
  /** How long after it joined its first byte comes. */
  readonly delayMs?: number;
  /** When nothing comes. */
  readonly pauseMs?: { readonly from: number; readonly to: number };
  /** The share of blocks that are wrong. */
  readonly lies?: number;
  readonly silentAfter?: number | null;
}

interface PlannedMember extends Omit<Member, 'name'> {
  readonly atMs: number;
  readonly leavesAfterMs: number | null;
}

/** Sources that answer at a given speed, and the planner between them, in simulated time. */
class Room {
  readonly layout: Layout;
  readonly given = new Map<string, number>();
  readonly rejected = new Map<string, number>();
  nowMs = 0;
  readonly #planner: Planner;
  readonly #members = new Map<string, Member & { asked: Asked[]; sent: number }>();
  readonly #agenda: { readonly atMs: number; readonly run: () => void }[] = [];
  readonly #fetched: number[] = [];
  readonly #random: () => number;

  constructor(layout: Layout, seed = 0, verified = new Uint8Array(layout.blocks.count)) {
    this.layout = layout;
    this.#planner = new Planner(layout, verified, peer('self'));
    this.#random = randomOf(seed);
  }

  get isWhole(): boolean {
    return this.#planner.isComplete;
  }

  get fetched(): readonly number[] {
    return [...this.#fetched].sort((left, right) => left - right);
  }

  join(member: Member): void {
    this.#planner.addSource(peer(member.name));
    this.#members.set(member.name, { ...member, asked: [], sent: 0 });
    add(this.given, member.name, 0);
  }

  plan(name: string, { atMs, leavesAfterMs, ...member }: PlannedMember): void {
    this.#agenda.push({
      atMs,
      run: () => {
        this.join({ name, ...member });
      },
    });
    if (leavesAfterMs === null) return;
    this.#agenda.push({
      atMs: atMs + leavesAfterMs,
      run: () => {
        this.#leave(name);
      },
    });
  }

  run(): void {
    while (!this.isWhole && this.#members.size > 0 && this.nowMs < LIMIT_MS) {
      this.nowMs += STEP_MS;
      for (const entry of this.#agenda) {
        if (entry.atMs > this.nowMs - STEP_MS && entry.atMs <= this.nowMs) entry.run();
      }
      for (const member of this.#members.values()) this.#work(member);
    }
  }

  #leave(name: string): void {
    this.#planner.removeSource(peer(name), this.nowMs);
    this.#members.delete(name);
  }

  #work(member: Member & { asked: Asked[]; sent: number }): void {
    while (member.asked.length < 4) {
      const request = this.#planner.next(peer(member.name), this.nowMs);
      if (request === undefined) break;
      member.asked.push({ request, sent: 0 });
    }
    let budget = this.#budgetOf(member);
    for (const asked of member.asked) {
      const bytes = Math.min(budget, asked.request.bytes - asked.sent);
      budget -= bytes;
      asked.sent += bytes;
      member.sent += bytes;
      if (this.nowMs % PROGRESS_MS === 0) {
        this.#planner.progressed(asked.request, asked.sent, this.nowMs);
      }
    }
    this.#settle(member);
  }

  #budgetOf(member: Member & { sent: number }): number {
    if (member.silentAfter !== undefined && member.silentAfter !== null) {
      if (member.sent >= member.silentAfter) return 0;
    }
    const { delayMs = 0, pauseMs } = member;
    if (this.nowMs <= delayMs) return 0;
    if (pauseMs && this.nowMs >= pauseMs.from && this.nowMs < pauseMs.to) return 0;
    const jitter = 1 + (member.jitter ?? 0) * (2 * this.#random() - 1);
    return member.bytesPerMs * STEP_MS * jitter;
  }

  #settle(member: Member & { asked: Asked[] }): void {
    for (const asked of member.asked.filter(isSent)) {
      const { request } = asked;
      member.asked = member.asked.filter((one) => one !== asked);
      const isWrong = request.blocks.map(() => this.#random() < (member.lies ?? 0));
      const good = request.blocks.filter((_, at) => isWrong[at] !== true);
      const bad = request.blocks.filter((_, at) => isWrong[at] === true);
      const fresh = this.#planner.finished(request, { good, bad }, this.nowMs);
      this.#fetched.push(...fresh);
      if (fresh.length > 0) add(this.given, member.name, bytesOf(this.layout.blocks, fresh));
      for (const _block of bad) {
        add(this.rejected, member.name, 1);
        if (this.#planner.health(peer(member.name))?.blame() === false) this.#leave(member.name);
      }
    }
  }
}

interface Asked {
  readonly request: BlockRequest;
  sent: number;
}

function isSent({ request, sent }: Asked): boolean {
  return sent >= request.bytes;
}

function layoutOf(sizes: readonly number[]): Layout {
  const files = sizes.map((size, at) => ({ path: `f${String(at).padStart(5, '0')}`, size }));
  const outline: Outline = { files, emptyFolders: [] };
  const blocks = numberBlocks(outline);
  return { blocks, chunks: cutChunks(blocks) };
}

function ask(planner: Planner, name: string): BlockRequest {
  const request = planner.next(peer(name), 0);
  if (request === undefined) throw new Error(`nothing to ask ${name} for`);
  return request;
}

function spread(room: Room): number {
  return Math.max(...room.given.values()) - Math.min(...room.given.values());
}

function peer(name: string): PeerId {
  return name as PeerId;
}

function add(map: Map<string, number>, key: string, amount: number): void {
  map.set(key, (map.get(key) ?? 0) + amount);
}

function randomOf(seed: number): () => number {
  let state = seed + 0x9e3779b9;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35) + 0x6d2b79f5;
    return ((state ^ (state >>> 16)) >>> 0) / 2 ** 32;
  };
}
