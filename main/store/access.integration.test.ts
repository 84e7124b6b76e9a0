import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/errors.ts';
import { Access } from './access.ts';
import { migrate } from './migrations.ts';
import { openSettingTable } from './setting-table.ts';
import { openSqlite } from './sqlite.ts';

const LARGE = 'x'.repeat(100_000);

describe('S22: a full disk', () => {
  it('is told once until a write goes well again, and costs only what was to be written', () => {
    const { access, db, problems } = aFullDisk();
    const settings = openSettingTable(access);
    settings.put('name', LARGE);
    settings.put('name', LARGE);
    expect(problems.map(({ code }) => code)).toEqual(['no-space']);
    expect(settings.find('name')).toBe('alpha');

    db.pragma('max_page_count = 1000');
    settings.put('name', LARGE);
    expect(settings.find('name')).toBe(LARGE);
    db.pragma('max_page_count = 1');
    settings.put('other', LARGE);
    expect(problems).toHaveLength(2);
  });

  it('fails what must not go on without having been written', () => {
    const { access, problems } = aFullDisk();
    const put = access.prepare(`INSERT INTO settings (name, value) VALUES ('large', ?)`);
    expect(() => {
      access.writeDurablyOrFail(() => put.run(LARGE));
    }).toThrow(expect.objectContaining({ code: 'no-space' }) as Error);
    expect(problems).toEqual([]);
  });
});

function aFullDisk() {
  const db = openSqlite(':memory:');
  migrate(db);
  const problems: Failure[] = [];
  const access = new Access(db, (problem) => problems.push(problem));
  openSettingTable(access).put('name', 'alpha');
  // SQLite grows no further than this, and then fails just as on a full disk.
  db.pragma('max_page_count = 1');
  return { access, db, problems };
}
