import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_CATALOG_BYTES, readCatalog, shippedCatalogFile } from './catalog.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanspread-catalog-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the catalog that ships with the program', () => {
  it('is found beside the program and can be used', async () => {
    const file = shippedCatalogFile();
    const { games, folder: covers } = await readCatalog(file);
    expect(games.size).toBeGreaterThan(100);
    expect(covers).toBe(dirname(file));
  });
});

describe('a catalog file', () => {
  it('is read with a byte order mark and CRLF', async () => {
    const file = join(folder, 'games.json');
    await writeFile(file, '\uFEFF{"games": [\r\n{"id": "a", "title": "Ä"}\r\n]}\r\n');
    const catalog = await readCatalog(file);
    expect([...catalog.games.values()].map(({ title }) => title)).toEqual(['Ä']);
    expect(catalog.folder).toBe(folder);
  });

  it.each([
    { what: 'missing', says: '"games.json" is not there', make: () => Promise.resolve() },
    { what: 'a folder', says: '"games.json" is no file', make: (file: string) => mkdir(file) },
    {
      what: 'empty',
      says: 'line 1, column 1: no JSON',
      make: (file: string) => writeFile(file, ''),
    },
    {
      what: 'too large',
      says: '"games.json" is larger than 16 MiB',
      make: async (file: string) => {
        await writeFile(file, '{"games": []}');
        await truncate(file, MAX_CATALOG_BYTES + 1);
      },
    },
    {
      what: 'UTF-16',
      says: '"games.json" is no UTF-8 text',
      make: (file: string) => writeFile(file, '\uFEFF{"games": []}', 'utf16le'),
    },
  ])('is refused by its name alone where it is $what', async ({ says, make }) => {
    const file = join(folder, 'games.json');
    await make(file);
    const refusal = await readCatalog(file).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'bad-argument' });
    expect(String(refusal)).toContain(says);
    expect(String(refusal)).not.toContain(folder);
  });
});
