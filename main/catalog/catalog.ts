import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CatalogGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { parseEntry } from './catalog-entry.ts';
import { columnAt, findElements, findSyntaxFault, lineAt } from './json-positions.ts';

/** The games that may be listed, served and fetched. */
export interface Catalog {
  /** By id, in the order of their titles. */
  readonly games: ReadonlyMap<GameId, CatalogGame>;
  /** The absolute folder that the games' covers lie below. */
  readonly folder: string;
}

/** A larger file is no catalog. */
export const MAX_CATALOG_BYTES = 16 * 1024 * 1024;

/** As many as a peer may list. */
export const MAX_CATALOG_GAMES = 10_000;

const LIST_KEY = 'games';
const BYTE_ORDER_MARK = '\uFEFF';
const MAX_SHOWN_ID_LENGTH = 64;
const titleOrder = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The file of the catalog that ships with the program: beside this module, in source and build. */
export function shippedCatalogFile(): string {
  return fileURLToPath(new URL('./lan-classics.json', import.meta.url));
}

/** Reads a catalog from its file; fails with `bad-argument` and says what is wrong where. */
export async function readCatalog(file: string): Promise<Catalog> {
  return parseCatalog(await readText(file), dirname(resolve(file)));
}

/** The catalog in `text`; fails with `bad-argument` that names the line, the entry and the reason. */
export function parseCatalog(text: string, folder: string): Catalog {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const games = new Map<GameId, CatalogGame>();
  for (const [index, entry] of parseEntries(json).entries()) {
    const game = parseEntry(entry);
    if ('problem' in game) throw entryError(json, { index, entry }, game.problem);
    if (games.has(game.id)) {
      // Each entry before this one gave one game, in the same order.
      const first = [...games.keys()].indexOf(game.id);
      const where = `entry ${first + 1} in line ${entryLine(json, first)}`;
      throw entryError(json, { index, entry }, `repeats the id of ${where}`);
    }
    games.set(game.id, game);
  }
  return { games: inTitleOrder(games), folder };
}

async function readText(file: string): Promise<string> {
  const name = JSON.stringify(basename(file));
  const found = await stat(file).catch(() => undefined);
  if (!found) throw catalogError(`${name} is not there`);
  // Asked before it is read: a pipe would be waited for.
  if (!found.isFile()) throw catalogError(`${name} is no file`);
  if (found.size > MAX_CATALOG_BYTES) {
    throw catalogError(`${name} is larger than ${MAX_CATALOG_BYTES / 2 ** 20} MiB`);
  }
  const bytes = await readFile(file).catch(() => undefined);
  if (!bytes) throw catalogError(`${name} can't be read; you may lack the right to`);
  return decodeText(bytes, name);
}

function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw catalogError(`${name} is no UTF-8 text; save it as UTF-8`);
  }
}

function parseEntries(json: string): readonly unknown[] {
  const value = parseJson(json);
  const list = isObject(value) ? value[LIST_KEY] : undefined;
  if (!Array.isArray(list))
    throw catalogError(`line 1: must be an object with a list "${LIST_KEY}"`);
  if (list.length > MAX_CATALOG_GAMES) {
    throw catalogError(`"${LIST_KEY}" has ${list.length} entries, more than ${MAX_CATALOG_GAMES}`);
  }
  return list;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    const offset = findSyntaxFault(json);
    const place = `line ${lineAt(json, offset)}, column ${columnAt(json, offset)}`;
    const found = offset < json.length ? 'not expected here' : 'the file ends too early';
    throw catalogError(`${place}: no JSON, ${found}`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entryError(
  json: string,
  at: { readonly index: number; readonly entry: unknown },
  problem: string,
): LanspreadError {
  const id = isObject(at.entry) ? at.entry['id'] : undefined;
  const name =
    typeof id === 'string' ? ` (${JSON.stringify(id.slice(0, MAX_SHOWN_ID_LENGTH))})` : '';
  return catalogError(
    `line ${entryLine(json, at.index)}, entry ${at.index + 1}${name}: ${problem}`,
  );
}

function entryLine(json: string, index: number): number {
  return lineAt(json, findElements(json, LIST_KEY)[index] ?? 0);
}

function catalogError(problem: string): LanspreadError {
  const message = `The catalog can't be used: ${problem}. Correct the file or choose another catalog.`;
  return new LanspreadError('bad-argument', message);
}

function inTitleOrder(games: ReadonlyMap<GameId, CatalogGame>): ReadonlyMap<GameId, CatalogGame> {
  const byTitle = (left: CatalogGame, right: CatalogGame): number =>
    titleOrder.compare(left.title, right.title) || (left.id < right.id ? -1 : 1);
  return new Map([...games.values()].sort(byTitle).map((game) => [game.id, game]));
}
