import { z } from 'zod';
import { parseContentHash } from '../../shared/domain/ids.ts';
import { contentHash } from '../manifest/blake3.ts';
import type { Access } from './access.ts';
import { branded, bytes } from './columns.ts';
import type { CopyTable, StoredCopy } from './store.ts';

const hash = branded(parseContentHash);
const numbers = bytes
  .refine((blob) => blob.byteLength % Float64Array.BYTES_PER_ELEMENT === 0)
  .transform((blob) => new Float64Array(Uint8Array.from(blob).buffer));

const copyRow = z
  .object({
    ...{ fingerprint: hash, manifest_hash: hash, outline_hash: hash, size: z.number() },
    ...{ manifest: bytes, inodes: numbers, times: numbers, seal: hash },
  })
  .transform(({ manifest_hash, outline_hash, times, seal, ...row }, context): StoredCopy => {
    const hashes = { manifestHash: manifest_hash, outlineHash: outline_hash };
    const copy = { ...row, ...hashes, mtimesMs: times };
    if (sealOf(copy) === seal) return copy;
    context.addIssue('is not what was stored');
    return z.NEVER;
  });

/** Hashed copies: one row a game. A row that was damaged is as good as not there. */
export function openCopyTable(access: Access): CopyTable {
  const find = access.prepare('SELECT * FROM copies WHERE game_id = ?');
  const put = access.prepare(
    `INSERT OR REPLACE INTO copies
       (game_id, fingerprint, manifest_hash, outline_hash, size, manifest, inodes, times, seal)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const forget = access.prepare('DELETE FROM copies WHERE game_id = ?');
  return {
    find: (gameId) => access.rows(copyRow, find, gameId)[0],
    put: (gameId, copy) => {
      const { fingerprint, manifestHash, outlineHash, size, manifest } = copy;
      const facts = [fingerprint, manifestHash, outlineHash, size, manifest];
      const columns = [bytesOf(copy.inodes), bytesOf(copy.mtimesMs), sealOf(copy)];
      access.write(() => put.run(gameId, ...facts, ...columns));
    },
    forget: (gameId) => {
      access.write(() => forget.run(gameId));
    },
  };
}

// What such a row says is not looked up on the disk again, so it must be what was put.
function sealOf(copy: StoredCopy): string {
  const { fingerprint, manifestHash, outlineHash, size, manifest, inodes, mtimesMs } = copy;
  const said = Buffer.from([fingerprint, manifestHash, outlineHash, size].join(' '));
  return contentHash(Buffer.concat([said, manifest, bytesOf(inodes), bytesOf(mtimesMs)]));
}

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
