import { z } from 'zod';
import { parseVersion } from '../../shared/domain/version.ts';
import type { Access } from './access.ts';
import { branded, bytes } from './columns.ts';
import type { ReceiptTable } from './store.ts';

const receiptRow = z.object({ version: branded(parseVersion), manifest: bytes });

/** What each download was to be. */
export function openReceiptTable(access: Access): ReceiptTable {
  const ofGame = access.prepare('SELECT version, manifest FROM receipts WHERE game_id = ?');
  const put = access.prepare(
    'INSERT OR REPLACE INTO receipts (game_id, version, manifest) VALUES (?, ?, ?)',
  );
  const keepOnly = access.prepare('DELETE FROM receipts WHERE game_id = ? AND version <> ?');
  const forget = access.prepare('DELETE FROM receipts WHERE game_id = ?');
  return {
    ofGame: (gameId) => access.rows(receiptRow, ofGame, gameId),
    put: (gameId, { version, manifest }) => {
      access.write(() => put.run(gameId, version, manifest));
    },
    keepOnly: (gameId, version) => {
      access.write(() => keepOnly.run(gameId, version));
    },
    forget: (gameId) => {
      access.write(() => forget.run(gameId));
    },
  };
}
