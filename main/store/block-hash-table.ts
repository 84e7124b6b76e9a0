import { z } from 'zod';
import { blockCount } from '../../shared/domain/content.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { Access } from './access.ts';
import { bytes, json } from './columns.ts';
import type { BlockHashTable, StoredFileHashes } from './store.ts';

/** Path, size, time, inode. */
type EncodedFile = readonly [string, number, number, number];

// By hand: a tuple's schema takes ten times as long.
const encodedFiles = z.custom<readonly EncodedFile[]>(
  (value) => Array.isArray(value) && value.every(isEncodedFile),
);

const gameRow = z.object({ files: json(encodedFiles), hashes: bytes });

/** Block hashes by game: one row a game, the hashes of all its files in one piece. */
export function openBlockHashTable(access: Access): BlockHashTable {
  const find = access.prepare('SELECT files, hashes FROM block_hashes WHERE game_id = ?');
  const replace = access.prepare(
    'INSERT OR REPLACE INTO block_hashes (game_id, files, hashes) VALUES (?, ?, ?)',
  );
  const forget = access.prepare('DELETE FROM block_hashes WHERE game_id = ?');
  return {
    ofGame: (gameId) => {
      const row = access.rows(gameRow, find, gameId)[0];
      return row ? filesOf(row) : [];
    },
    replace: (gameId, files) => {
      const encoded = files.map(({ path, size, mtimeMs, inode }): EncodedFile => [
        path,
        size,
        mtimeMs,
        inode,
      ]);
      const hashes = Buffer.concat(files.map((file) => file.blockHashes));
      access.write(() => replace.run(gameId, JSON.stringify(encoded), hashes));
    },
    forget: (gameId) => {
      access.write(() => forget.run(gameId));
    },
  };
}

function isEncodedFile(value: unknown): value is EncodedFile {
  if (!Array.isArray(value) || value.length !== 4) return false;
  const [path, size, mtimeMs, inode] = value as readonly unknown[];
  return (
    typeof path === 'string' &&
    typeof size === 'number' &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    typeof mtimeMs === 'number' &&
    typeof inode === 'number'
  );
}

function filesOf(row: z.output<typeof gameRow>): readonly StoredFileHashes[] {
  let start = 0;
  const files = row.files.map(([path, size, mtimeMs, inode]): StoredFileHashes => {
    const end = start + blockCount(size) * HASH_BYTES;
    const blockHashes = row.hashes.subarray(start, end);
    start = end;
    return { path, size, mtimeMs, inode, blockHashes };
  });
  // Sizes and hashes that do not fit together are of no use: the game is hashed again.
  return start === row.hashes.byteLength ? files : [];
}
