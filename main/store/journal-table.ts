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

const blockRow = z.object({
  block: z.int().min(0),
  hash: z.custom<Uint8Array>(
    (value) => value instanceof Uint8Array && value.byteLength === HASH_BYTES,
  ),
});

type JournalRow = z.output<typeof journalRow>;
type BlockRow = z.output<typeof blockRow>;

/**
 * The journal of downloads. That an entry is begun, clean or gone outlasts a power cut, since each
 * says how far the staging folder may be trusted; a block that is lost is only fetched again.
 */
export function openJournalTable(access: Access): JournalTable {
  const find = access.prepare('SELECT * FROM journals WHERE game_id = ?');
  const findBlocks = access.prepare('SELECT block, hash FROM journal_blocks WHERE journal_id = ?');
  const forget = access.prepare('DELETE FROM journals WHERE game_id = ?');
  const begin = access.prepare(`
    INSERT INTO journals (game_id, version, outline_hash, manifest_hash, block_count, clean)
    VALUES (?, ?, ?, ?, ?, 0)`);
  const record = access.prepare(`
    INSERT OR REPLACE INTO journal_blocks (journal_id, block, hash)
    SELECT id, ?, ? FROM journals WHERE game_id = ?`);
  const setClean = access.prepare('UPDATE journals SET clean = ? WHERE game_id = ?');
  return {
    find: (gameId) => {
      const row = access.rows(journalRow, find, gameId)[0];
      return row && entryOf(row, access.rows(blockRow, findBlocks, row.id));
    },
    begin: ({ gameId, version, outlineHash, manifestHash, blockCount }) => {
      access.writeDurablyOrFail(() => {
        forget.run(gameId);
        begin.run(gameId, version, outlineHash, manifestHash ?? null, blockCount);
      });
    },
    record: (gameId, blocks, hashes) => {
      access.write(() => {
        blocks.forEach((block, index) => {
          const start = index * HASH_BYTES;
          record.run(block, hashes.subarray(start, start + HASH_BYTES), gameId);
        });
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

function entryOf(row: JournalRow, blocks: readonly BlockRow[]): JournalEntry {
  const verified = new Uint8Array(row.block_count);
  const hashes = new Uint8Array(row.block_count * HASH_BYTES);
  for (const { block, hash } of blocks) {
    if (block >= row.block_count) continue;
    verified[block] = 1;
    hashes.set(hash, block * HASH_BYTES);
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
