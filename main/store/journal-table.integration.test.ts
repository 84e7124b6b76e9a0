import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryJournal } from '../../fixtures/engine/memory-store.ts';
import { aHash, cnc4, ggoo, january, march } from '../../fixtures/engine/room.ts';
import type { Failure } from '../../shared/errors.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import { openStore } from './open-store.ts';
import type { JournalTable } from './store.ts';

const BLOCKS = 5;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanspread-journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const gameId = fc.constantFrom(ggoo, cnc4);
const blocks = fc.uniqueArray(fc.nat(BLOCKS - 1));
const step: fc.Arbitrary<(table: JournalTable) => void> = fc.oneof(
  fc.tuple(gameId, fc.constantFrom(january, march)).map(([id, version]) => {
    const header = { gameId: id, version, outlineHash: aHash(1), manifestHash: undefined };
    return (table: JournalTable) => {
      table.begin({ ...header, blockCount: BLOCKS });
    };
  }),
  fc.tuple(gameId, blocks, fc.nat(255)).map(([id, some, byte]) => (table: JournalTable) => {
    table.record(id, some, new Uint8Array(some.length * HASH_BYTES).fill(byte));
  }),
  fc.tuple(gameId, fc.boolean()).map(([id, isClean]) => (table: JournalTable) => {
    table.setClean(id, isClean);
  }),
  gameId.map((id) => (table: JournalTable) => {
    table.forget(id);
  }),
);

it('S18: the journal says the same as one in memory, whatever is done to it, and after a restart', () => {
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 4 }), (sessions) => {
      const model = new MemoryJournal();
      const state = mkdtempSync(join(folder, 'state-'));
      for (const steps of [...sessions, []]) {
        const store = openStore(state, { onProblem: unexpected });
        for (const id of [ggoo, cnc4]) expect(store.journal.find(id)).toEqual(model.find(id));
        for (const take of steps) {
          take(store.journal);
          take(model);
        }
        store.close();
      }
    }),
    { numRuns: 30 },
  );
});

function unexpected(problem: Failure): void {
  expect(problem).toBeUndefined();
}
