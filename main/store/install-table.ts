import { z } from 'zod';
import { parseVersion } from '../../shared/domain/version.ts';
import type { Access } from './access.ts';
import { branded, json } from './columns.ts';
import type { InstallRecord, InstallTable } from './store.ts';

const encodedFiles = z.array(z.tuple([z.string(), z.int().min(0), z.number()]));

const installRow = z
  .object({ version: branded(parseVersion), files: json(encodedFiles) })
  .transform(({ version, files }): InstallRecord => {
    return { version, files: files.map(([path, size, mtimeMs]) => ({ path, size, mtimeMs })) };
  });

/** What each install brought. */
export function openInstallTable(access: Access): InstallTable {
  const find = access.prepare('SELECT version, files FROM installs WHERE game_id = ?');
  const put = access.prepare(
    'INSERT OR REPLACE INTO installs (game_id, version, files) VALUES (?, ?, ?)',
  );
  const forget = access.prepare('DELETE FROM installs WHERE game_id = ?');
  return {
    find: (gameId) => access.rows(installRow, find, gameId)[0],
    put: (gameId, { version, files }) => {
      const encoded = files.map(({ path, size, mtimeMs }) => [path, size, mtimeMs]);
      access.write(() => put.run(gameId, version, JSON.stringify(encoded)));
    },
    forget: (gameId) => {
      access.write(() => forget.run(gameId));
    },
  };
}
