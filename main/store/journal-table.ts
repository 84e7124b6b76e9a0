import { z } from 'zod';
import { parseContentHash, parseGameId } from '../../shared/domain/ids.ts';
import { parseVersion } from '../../shared/domain/version.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { Access } from './access.ts';
import { branded } from './columns.ts';
import type { JournalEntry, JournalTable } from './store.ts';

/** More blocks than this are no journal: 16 TiB. Guards memory against a damaged number. */
const MAX_BLOCKS = 4 * 1024 * 1024;

const journalRow = z.object({
  id: z.int(),
  game_id: branded(parseGameId),
  version: branded(parseVersion),
  outline_hash: branded(parseContentHash),
  manifest_hash: branded(parseContentHash).nullable(),
  block_count: z.int().min(0).max(MAX_BLOCKS),
  clean: z.int(),
});

const runRow = z.object({
  first_block: z.int().min(0),
  hashes: z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength % HASH_BYTES === 0,
  ),
});

type JournalRow = z.output<typeof journalRow>;
type RunRow = z.output<typeof runRow>;

/**
 * The journal of downloads. That an entry is begun, clean or gone outlasts a power cut, since each
 * says how far the staging folder may be trusted; a block that is lost is only fetched again.
 */
export function openJournalTable(access: Access): JournalTable {
  const find = access.prepare('SELECT * FROM journals WHERE game_id = ?');
  const findRuns = access.prepare(
    'SELECT first_block, hashes FROM journal_runs WHERE journal_id = ? ORDER BY id',
  );
  const forget = access.prepare('DELETE FROM journals WHERE game_id = ?');
  const begin = access.prepare(`
    INSERT INTO journals (game_id, version, outline_hash, manifest_hash, block_count, clean)
    VALUES (?, ?, ?, ?, ?, 0)`);
  const record = access.prepare(`
    INSERT INTO journal_runs (journal_id, first_block, hashes)
    SELECT id, ?, ? FROM journals WHERE game_id = ?`);
  const setClean = access.prepare('UPDATE journals SET clean = ? WHERE game_id = ?');
  return {
    find: (gameId) => {
      const row = access.rows(journalRow, find, gameId)[0];
      return row && entryOf(row, access.rows(runRow, findRuns, row.id));
    },
    begin: ({ gameId, version, outlineHash, manifestHash, blockCount }) => {
      access.writeDurablyOrFail(() => {
        forget.run(gameId);
        begin.run(gameId, version, outlineHash, manifestHash ?? null, blockCount);
      });
    },
    record: (gameId, blocks, hashes) => {
      access.write(() => {
        for (const [start, end] of runsOf(blocks)) {
          const ofRun = hashes.subarray(start * HASH_BYTES, end * HASH_BYTES);
          record.run(blocks[start], ofRun, gameId);
        }
      });
    },
    setClean: (gameId, clean) => {
      access.writeDurably(() => setClean.run(clean ? 1 : 0, gameId));
    },
    forget: (gameId) => {
      access.writeDurably(() => forget.run(gameId));
    },
  };
}

// Where in the list neighbouring blocks begin and end.
function* runsOf(blocks: readonly number[]): Generator<readonly [number, number]> {
  let start = 0;
  for (let end = 1; end <= blocks.length; end += 1) {
    if (blocks[end] === (blocks[end - 1] ?? 0) + 1) continue;
    yield [start, end];
    start = end;
  }
}

function entryOf(row: JournalRow, runs: readonly RunRow[]): JournalEntry {
  const verified = new Uint8Array(row.block_count);
  const hashes = new Uint8Array(row.block_count * HASH_BYTES);
  for (const run of runs) {
    const end = run.first_block + run.hashes.byteLength / HASH_BYTES;
    if (end > row.block_count) continue;
    verified.fill(1, run.first_block, end);
    hashes.set(run.hashes, run.first_block * HASH_BYTES);
  }
  return {
    gameId: row.game_id,
    version: row.version,
    outlineHash: row.outline_hash,
    manifestHash: row.manifest_hash ?? undefined,
    blockCount: row.block_count,
    clean: row.clean === 1,
    verified,
    hashes,
  };
}
