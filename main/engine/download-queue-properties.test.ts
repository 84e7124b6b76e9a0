import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEngine, join } from '../../fixtures/engine/an-engine.ts';
import { MemoryStore } from '../../fixtures/engine/memory-store.ts';
import { FULL, GAMES, HASHED, LOST, OFFERS } from '../../fixtures/engine/queue-room.ts';
import { aCatalog, aPeer } from '../../fixtures/engine/room.ts';
import { allSettled } from '../../fixtures/engine/waiting.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LOOK_MS } from './download-queue.ts';
import { MAX_RUNNING } from './queue-order.ts';

const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      ...(['download', 'patient', 'pause', 'resume', 'cancel', 'move'] as const),
      ...(['finish', 'lose', 'fill', 'come', 'go', 'wait', 'restart'] as const),
    ),
    gameId: fc.constantFrom(...GAMES),
    position: fc.nat(6),
  }),
  { maxLength: 40 },
);

type Step = Parameters<Parameters<(typeof steps)['map']>[0]>[0][number];

/** A party of one holder, in which anything may happen in any order. */
class Party {
  readonly store = new MemoryStore();
  readonly results: Promise<unknown>[] = [];
  #room = anEngine();
  #session = 0;

  async start(): Promise<void> {
    this.#room = anEngine({ catalog: aCatalog(...GAMES), store: this.store });
    this.#room.fetcher.descriptors.set(HASHED.manifestHash, HASHED.manifest);
    await this.#room.engine.start();
    this.#come();
  }

  async take(step: Step): Promise<void> {
    const { gameId, position } = step;
    const { clock, engine, network, run } = this.#room;
    const effects: Readonly<Record<Step['what'], () => unknown>> = {
      download: () => {
        this.#download(step, false);
      },
      patient: () => {
        this.#download(step, true);
      },
      pause: () => void run('pause', { gameId }),
      resume: () => void run('resume', { gameId }),
      cancel: () => void run('cancel', { gameId, keep: position > 0 }),
      move: () => void run('move', { gameId, position }),
      finish: () => this.#transferOf(gameId)?.finish(),
      lose: () => this.#transferOf(gameId)?.fail(LOST),
      fill: () => this.#transferOf(gameId)?.fail(FULL),
      come: () => {
        this.#come();
      },
      go: () => {
        network.close(this.#session, aPeer(1), 'closed');
      },
      wait: () => {
        clock.advance(LOOK_MS);
      },
      restart: () => engine.stop().then(() => this.start()),
    };
    await effects[step.what]();
    await allSettled();
  }

  /** Everything goes well from here on. */
  async finish(): Promise<void> {
    const { clock, fetcher, run } = this.#room;
    fetcher.onBegin = (transfer) => {
      transfer.finish();
    };
    this.#come();
    for (const gameId of GAMES) this.#transferOf(gameId)?.finish();
    await run('resume');
    for (let round = 0; round < 30; round += 1) {
      await allSettled();
      clock.advance(LOOK_MS);
    }
    await allSettled();
  }

  get queue() {
    return this.#room.engine.view.status().queue;
  }

  get bugs(): readonly unknown[] {
    return this.#room.bugs;
  }

  #come(): void {
    this.#session += 1;
    join(this.#room.network, aPeer(1), { sessionId: this.#session, offers: OFFERS });
  }

  #download({ gameId, position }: Step, patient: boolean): void {
    this.results.push(this.#room.run('download', { gameId, patient, install: position > 3 }));
  }

  #transferOf(gameId: GameId) {
    return this.#room.fetcher.transfers.findLast(({ plan }) => plan.gameId === gameId);
  }
}

describe('the queue, whatever happens in whatever order', () => {
  it('Q3: is remembered as it is, runs no more than it may, and comes to its end', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const party = new Party();
        await party.start();
        for (const step of all) {
          await party.take(step);
          const { queue } = party;
          const running = queue.filter(({ state }) => state === 'running');
          expect(running.length).toBeLessThanOrEqual(MAX_RUNNING);
          if (queue.some(({ state }) => state === 'waiting')) {
            expect(running.length).toBe(MAX_RUNNING);
          }
          expect(party.store.queue.all()).toMatchObject(
            queue.map(({ gameId, state }) => ({ gameId, paused: state === 'paused' })),
          );
        }
        await party.finish();
        expect(party.queue).toEqual([]);
        await Promise.all(party.results);
        expect(party.bugs).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
