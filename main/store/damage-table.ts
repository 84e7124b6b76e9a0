import { z } from 'zod';
import { parseContentHash } from '../../shared/domain/ids.ts';
import type { Access } from './access.ts';
import { branded } from './columns.ts';
import type { DamageTable } from './store.ts';

const damageRow = z.object({ print: branded(parseContentHash) });

/** Which copies were found damaged. */
export function openDamageTable(access: Access): DamageTable {
  const find = access.prepare('SELECT print FROM damages WHERE game_id = ?');
  const put = access.prepare('INSERT OR REPLACE INTO damages (game_id, print) VALUES (?, ?)');
  const forget = access.prepare('DELETE FROM damages WHERE game_id = ?');
  return {
    find: (gameId) => access.rows(damageRow, find, gameId)[0]?.print,
    put: (gameId, print) => {
      access.write(() => put.run(gameId, print));
    },
    forget: (gameId) => {
      access.write(() => forget.run(gameId));
    },
  };
}
