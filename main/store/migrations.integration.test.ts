import { describe, expect, it } from 'vitest';
import { migrate, schemaVersion } from './migrations.ts';
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

  it('change nothing in a database that has seen them all', () => {
    const db = openSqlite(':memory:');
    migrate(db);
    const before = db.serialize();
    migrate(db);
    expect(db.serialize()).toEqual(before);
  });
});
