import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimulatedSwarm } from '../../../fixtures/transfer/simulated-swarm.ts';
import { BLOCK_BYTES } from '../../../shared/domain/content.ts';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { numberBlocks } from '../../manifest/blocks.ts';
import { cutChunks } from './chunks.ts';
import { Planner } from './planner.ts';
import type { Layout } from './requests.ts';

const MIB = 1024 * 1024;
const LINK = 25_000;

describe('S21: many newcomers of one holder', () => {
  it.each([
    { count: 1, most: 1.01, given: 1 },
    { count: 2, most: 1.1, given: 1.1 },
    { count: 4, most: 1.2, given: 1.2 },
    { count: 8, most: 1.35, given: 1.35 },
  ])('$count end together, in $most times what one would take', ({ count, most, given }) => {
    const bytes = 256 * MIB;
    const newcomers = Array.from({ length: count }, (_, at) => {
      return { name: `n${at}`, linkRate: LINK, beginsAtMs: 10 * at };
    });
    const holders = [{ name: 'holder', linkRate: LINK }];
    const layout = layoutOf([bytes]);
    const swarm = new SimulatedSwarm({ layout, holders, newcomers, haveDelayMs: 250 });
    const ends = swarm.run(120_000);
    expect(Math.max(...ends.map((end) => end ?? Infinity))).toBeLessThan((most * bytes) / LINK);
    expect(swarm.sent.get('holder')).toBeLessThanOrEqual(given * bytes);
  });

  it('one with a slow link does not hold up the others', () => {
    const bytes = 128 * MIB;
    const fast = ['a', 'b', 'c'].map((name) => ({ name, linkRate: LINK }));
    const newcomers = [...fast, { name: 'slow', linkRate: LINK / 20 }];
    const holders = [{ name: 'holder', linkRate: LINK }];
    const layout = layoutOf([bytes]);
    const swarm = new SimulatedSwarm({ layout, holders, newcomers, haveDelayMs: 200 });
    const ends = swarm.run(300_000).slice(0, 3);
    expect(Math.max(...ends.map((end) => end ?? Infinity))).toBeLessThan((1.5 * bytes) / LINK);
  });
});

describe('S21: what is asked of whom', () => {
  it('a whole copy is asked for this peer’s own turn first, front to back', () => {
    const planner = plannerOf(8, { self: 'b', whole: ['w'], partial: { a: [], c: [] } });
    expect(blocksAsked(planner, 'w', 2)).toEqual([1, 4]);
  });

  it('a partial copy is asked for the rarest of what it has, and for nothing else', () => {
    const partial = { a: [0, 1, 2, 3], c: [0, 1], d: [0, 2] };
    const planner = plannerOf(8, { self: 'b', whole: ['w'], partial });
    expect(blocksAsked(planner, 'a', 5)).toEqual([3, 1, 2, 0]);
    expect(planner.next(id('c'), 0)).toBeUndefined();
  });

  it('a partial copy gives what it has come to have', () => {
    const planner = plannerOf(4, { self: 'b', whole: ['w'], partial: { a: [] } });
    expect(planner.next(id('a'), 0)).toBeUndefined();
    planner.addToPartial(id('a'), [2]);
    expect(planner.next(id('a'), 0)).toMatchObject({ blocks: [2], byHash: true });
  });

  it('a whole copy is not asked for what another is getting from it, until that is overdue', () => {
    const planner = plannerOf(2, { self: 'a', whole: ['w'], partial: { b: [] } });
    expect(blocksAsked(planner, 'w', 1)).toEqual([0]);
    planner.noteComing([1], 0);
    expect(planner.next(id('w'), 500)).toBeUndefined();
    expect(planner.next(id('w'), 2_000)).toMatchObject({ blocks: [1], byHash: false });
  });

  it('a whole copy is left alone with what others have while there is something nobody has', () => {
    const partial = { a: [0, 1, 2], b: [0, 1, 2] };
    const planner = plannerOf(4, { self: 'self', whole: ['w'], partial });
    expect(planner.next(id('w'), 0)).toMatchObject({ blocks: [3] });
    expect(planner.next(id('w'), 0)).toBeUndefined();
    expect(planner.next(id('a'), 0)).toMatchObject({ byHash: true });
  });

  it('one that has become a whole copy is asked like one', () => {
    const planner = plannerOf(4, { self: 'b', whole: [], partial: { a: [0] } });
    expect(planner.next(id('a'), 0)).toMatchObject({ blocks: [0], byHash: true });
    planner.dropPartial(id('a'));
    expect(planner.next(id('a'), 0)).toMatchObject({ byHash: false });
  });

  it('S20: one that gave a block wrong is asked for it again only where nobody else has it', () => {
    const planner = plannerOf(2, { self: 'b', whole: ['w'], partial: { a: [0] } });
    const wrong = planner.next(id('a'), 0);
    if (wrong === undefined) throw new Error('a was asked for nothing');
    planner.finished(wrong, { good: [], bad: [0] }, 10);
    expect(planner.next(id('a'), 20)).toBeUndefined();
    planner.removeSource(id('w'), 30);
    expect(planner.next(id('a'), 40)).toMatchObject({ blocks: [0] });
  });

  it('S19: says when nobody that is left could give anything', () => {
    const planner = plannerOf(2, { self: 'b', whole: ['w'], partial: { a: [0] } });
    expect(planner.canGoOn).toBe(true);
    planner.removeSource(id('w'), 0);
    expect(planner.canGoOn).toBe(true);
    const request = planner.next(id('a'), 0);
    if (request === undefined) throw new Error('a was asked for nothing');
    planner.finished(request, { good: [0], bad: [] }, 10);
    expect(planner.canGoOn).toBe(false);
  });
});

describe('S21: whatever happens', () => {
  it('each block is taken once while partial copies come, grow, refuse, end and lie', () => {
    const step = fc.record({
      what: fc.constantFrom(
        'ask',
        'ask',
        'answer',
        'answer',
        'grow',
        'join',
        'end',
        'refuse',
        'lie',
      ),
      peer: fc.nat(4),
      block: fc.nat(39),
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 40 * MIB }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.array(step, { maxLength: 200 }), (bytes, steps) => {
        const play = new Play(layoutOf(bytes));
        for (const one of steps) play.step(one);
        play.finish();
        expect(play.taken).toEqual(Array.from({ length: play.count }, (_, block) => block));
      }),
      { numRuns: 200 },
    );
  });
});

type Step = Readonly<{ what: string; peer: number; block: number }>;
type Request = NonNullable<ReturnType<Planner['next']>>;

/** One planner, a whole copy that stays, and partial ones that do what a test says. */
class Play {
  readonly count: number;
  readonly #planner: Planner;
  readonly #underWay: Request[] = [];
  readonly #taken: number[] = [];
  #nowMs = 0;

  constructor(layout: Layout) {
    this.count = layout.blocks.count;
    this.#planner = new Planner(layout, new Uint8Array(this.count), id('self'));
    this.#planner.addSource(id('w'));
  }

  get taken(): readonly number[] {
    return [...this.#taken].sort((left, right) => left - right);
  }

  step({ what, peer, block }: Step): void {
    this.#nowMs += 100;
    const name = id(`p${peer}`);
    if (what === 'ask') this.#ask(peer === 0 ? id('w') : name);
    else if (what === 'answer') this.#answer(block, false);
    else if (what === 'lie') this.#answer(block, true);
    else if (what === 'refuse') this.#refuse(block);
    else if (what === 'grow') this.#planner.addToPartial(name, [block]);
    else if (what === 'join') this.#join(name, block);
    else this.#leave(name);
  }

  finish(): void {
    for (let round = 0; !this.#planner.isComplete && round < 10_000; round += 1) {
      this.#nowMs += 1_000;
      this.#ask(id('w'));
      this.#answer(0, false);
    }
  }

  #join(name: PeerId, block: number): void {
    const has = Uint8Array.from({ length: this.count }, (_, at) => +(at % 5 === block % 5));
    this.#planner.setPartial(name, has, this.#nowMs);
    this.#planner.addSource(name);
  }

  #leave(name: PeerId): void {
    this.#planner.removeSource(name, this.#nowMs);
    this.#planner.dropPartial(name);
  }

  #ask(name: PeerId): void {
    const isPartial = this.#planner.isPartial(name);
    const request = this.#planner.next(name, this.#nowMs);
    if (request === undefined) return;
    expect(request.byHash).toBe(isPartial);
    this.#underWay.push(request);
  }

  #answer(at: number, isWrong: boolean): void {
    const [request] = this.#underWay.splice(at % Math.max(1, this.#underWay.length), 1);
    if (request === undefined) return;
    const isLie = isWrong && request.byHash;
    const outcome = isLie ? { good: [], bad: request.blocks } : { good: request.blocks, bad: [] };
    this.#taken.push(...this.#planner.finished(request, outcome, this.#nowMs));
  }

  #refuse(at: number): void {
    const [request] = this.#underWay.splice(at % Math.max(1, this.#underWay.length), 1);
    if (request !== undefined) this.#planner.giveBack(request, this.#nowMs);
  }
}

interface Copies {
  readonly self: string;
  readonly whole: readonly string[];
  readonly partial: Readonly<Record<string, readonly number[]>>;
}

function plannerOf(count: number, { self, whole, partial }: Copies): Planner {
  const planner = new Planner(layoutOf([count * BLOCK_BYTES]), new Uint8Array(count), id(self));
  for (const name of whole) planner.addSource(id(name));
  for (const [name, blocks] of Object.entries(partial)) {
    const has = Uint8Array.from({ length: count }, (_, block) => +blocks.includes(block));
    planner.setPartial(id(name), has, 0);
    planner.addSource(id(name));
  }
  return planner;
}

/** What a source is asked for, one request after the other, each answered at once. */
function blocksAsked(planner: Planner, name: string, most: number): readonly number[] {
  const asked: number[] = [];
  for (let at = 0; at < most; at += 1) {
    const request = planner.next(id(name), 0);
    if (request === undefined) break;
    asked.push(...request.blocks);
    planner.finished(request, { good: request.blocks, bad: [] }, 0);
  }
  return asked;
}

function layoutOf(sizes: readonly number[]): Layout {
  const files = sizes.map((size, at) => ({ path: `f${at}`, size }));
  const blocks = numberBlocks({ files, emptyFolders: [] });
  return { blocks, chunks: cutChunks(blocks) };
}

function id(name: string): PeerId {
  return name as PeerId;
}
