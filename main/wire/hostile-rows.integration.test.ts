import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROW = /^\| (W\d+) +\|[^|]+\|([^|]+)\|$/gm;
const FILE = /`([^`]+)`/g;
const LAST_ROW = 22;

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
}

const rows = [...read('main/wire/HOSTILE.md').matchAll(ROW)].map(([, row = '', files = '']) => ({
  row,
  files: [...files.matchAll(FILE)].map(([, file = '']) => file),
}));

it('lists each row of what strangers may try once', () => {
  const all = Array.from({ length: LAST_ROW }, (_, index) => `W${index + 1}`);
  expect(rows.map(({ row }) => row)).toEqual(all);
});

it.each(rows)('$row: is in the titles of each test that is said to hold it', ({ row, files }) => {
  const title = new RegExp(`['"\`][^'"\`\n]*\\b${row}\\b[^'"\`\n]*: `);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !title.test(read(file)))).toEqual([]);
});
