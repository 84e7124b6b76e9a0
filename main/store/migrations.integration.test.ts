import { describe, expect, it } from 'vitest';
import { migrate, migrations, schemaVersion } from './migrations.ts';
import { openSqlite } from './sqlite.ts';

describe('migrations', () => {
  it('run once each, in their order', () => {
    const db = openSqlite(':memory:');
    migrate(db, ['CREATE TABLE a (x)']);
    migrate(db, ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y']);
    expect(schemaVersion(db)).toBe(2);
    expect(db.prepare('SELECT x, y FROM a').all()).toEqual([]);
  });

  it('leave nothing of a step that is cut short, and all of those before it', () => {
    const db = openSqlite(':memory:');
    const steps = ['CREATE TABLE a (x)', 'CREATE TABLE b (x); CREATE TABLE b (x)'];
    expect(() => {
      migrate(db, steps);
    }).toThrow();
    expect(schemaVersion(db)).toBe(1);
    expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['a']);
  });

  it('S18: keep what a journal of single blocks has recorded', () => {
    const db = openSqlite(':memory:');
    migrate(db, migrations.slice(0, 6));
    db.exec(`
      INSERT INTO journals VALUES (7, 'ggoo', '20250101', 'o', NULL, 9, 1);
      INSERT INTO journal_blocks VALUES (7, 2, x'22'), (7, 5, x'55')`);
    migrate(db);
    const runs = db.prepare('SELECT journal_id, first_block, hex(hashes) FROM journal_runs').raw();
    expect(runs.all()).toEqual([
      [7, 2, '22'],
      [7, 5, '55'],
    ]);
  });

  it('change nothing in a database that has seen them all', () => {
    const db = openSqlite(':memory:');
    migrate(db);
    const before = db.serialize();
    migrate(db);
    expect(db.serialize()).toEqual(before);
  });
});
