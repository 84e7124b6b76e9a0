import { z } from 'zod';
import type { ContentHash } from '../../shared/domain/ids.ts';
import { asBuffer } from '../kit/as-buffer.ts';
import { contentHash } from '../manifest/blake3.ts';
import type { Access } from './access.ts';
import type { CopyTable, StoredCopy } from './store.ts';

interface CopyRow {
  readonly fingerprint: ContentHash;
  readonly manifest_hash: ContentHash;
  readonly outline_hash: ContentHash;
  readonly size: number;
  readonly manifest: Uint8Array;
  readonly inodes: Uint8Array;
  readonly times: Uint8Array;
  readonly seal: string;
}

// By hand: at a start every game's row is read, and a schema takes several times as long. What such a
// row says is not looked up on the disk again, so it must be what was put.
const copyRow = z.custom<CopyRow>((row) => isShaped(row) && row.seal === sealOf(row));

/** Hashed copies: one row a game. A row that was damaged is as good as not there. */
export function openCopyTable(access: Access): CopyTable {
  const find = access.prepare(
    `SELECT fingerprint, manifest_hash, outline_hash, size, manifest, inodes, times, seal
     FROM copies WHERE game_id = ?`,
  );
  const put = access.prepare(
    `INSERT OR REPLACE INTO copies
       (game_id, fingerprint, manifest_hash, outline_hash, size, manifest, inodes, times, seal)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const forget = access.prepare('DELETE FROM copies WHERE game_id = ?');
  return {
    find: (gameId) => {
      const row = access.rows(copyRow, find, gameId)[0];
      return row && copyOf(row);
    },
    put: (gameId, copy) => {
      const row = rowOf(copy);
      const { fingerprint, manifest_hash, outline_hash, size, manifest, inodes, times } = row;
      const facts = [fingerprint, manifest_hash, outline_hash, size, manifest, inodes, times];
      access.write(() => put.run(gameId, ...facts, sealOf(row)));
    },
    forget: (gameId) => {
      access.write(() => forget.run(gameId));
    },
  };
}

function rowOf(copy: StoredCopy): Omit<CopyRow, 'seal'> {
  const { fingerprint, size, manifest } = copy;
  return {
    ...{ fingerprint, size, manifest },
    manifest_hash: copy.manifestHash,
    outline_hash: copy.outlineHash,
    inodes: asBuffer(copy.inodes),
    times: asBuffer(copy.mtimesMs),
  };
}

function copyOf({ fingerprint, size, manifest, ...row }: CopyRow): StoredCopy {
  return {
    ...{ fingerprint, size },
    manifest: new Uint8Array(manifest),
    manifestHash: row.manifest_hash,
    outlineHash: row.outline_hash,
    inodes: numbersIn(row.inodes),
    mtimesMs: numbersIn(row.times),
  };
}

// All in its place but the game's id and the seal itself.
function sealOf(row: Omit<CopyRow, 'seal'>): string {
  const { fingerprint, manifest_hash, outline_hash, size, manifest, inodes, times } = row;
  const places = [manifest.byteLength, inodes.byteLength, times.byteLength];
  const said = Buffer.from([fingerprint, manifest_hash, outline_hash, size, ...places].join(' '));
  return contentHash(Buffer.concat([said, manifest, inodes, times]));
}

function isShaped(row: unknown): row is CopyRow {
  if (typeof row !== 'object' || row === null) return false;
  const { manifest, inodes, times } = row as Partial<Record<keyof CopyRow, unknown>>;
  return [manifest, inodes, times].every((blob) => blob instanceof Uint8Array);
}

// A copy, since eight bytes must begin at a multiple of eight.
function numbersIn(bytes: Uint8Array): Float64Array {
  return new Float64Array(new Uint8Array(bytes).buffer);
}
