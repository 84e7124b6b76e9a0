import { afterEach, expect, it } from 'vitest';
import { openSqlite } from './sqlite.ts';

const VARIABLE = 'LANSPREAD_SQLITE_BINDING';

afterEach(() => {
  Reflect.deleteProperty(process.env, VARIABLE);
});

it('loads the native binary that the environment names', () => {
  process.env[VARIABLE] = '/nowhere/other-binary.node';
  expect(() => openSqlite(':memory:')).toThrow(/other-binary/);
});
