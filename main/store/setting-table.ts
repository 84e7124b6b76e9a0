import { z } from 'zod';
import type { Access } from './access.ts';
import type { SettingTable } from './store.ts';

const settingRow = z.object({ value: z.string() });

/** Settings by name, as text. */
export function openSettingTable(access: Access): SettingTable {
  const find = access.prepare('SELECT value FROM settings WHERE name = ?');
  const put = access.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)');
  return {
    find: (name) => access.rows(settingRow, find, name)[0]?.value,
    put: (name, value) => {
      access.write(() => put.run(name, value));
    },
  };
}
