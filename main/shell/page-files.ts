import { lstat, readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';
import type { GameId } from '../../shared/domain/ids.ts';
import { type CoverPlace, readCover } from './cover-file.ts';
import { wantedBy } from './page-path.ts';

/** What a window may load, and nothing else: scripts, styles and pictures of its own. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface PageFilesDeps {
  /** The built window, absolute. */
  readonly pageFolder: string;
  /** Where a game's cover may lie, the best place first; waits where the page came up sooner. */
  readonly coverPlaces: (gameId: GameId) => Promise<readonly CoverPlace[]>;
}

const PAGE_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The page has no larger file: 8 MiB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

// Another picture has another address, so what was loaded once is right for good.
const KEPT = { 'cache-control': 'max-age=31536000, immutable' } as const;

/** The answer to a request of the window: a file of its own, a cover, or 404. */
export async function answerPage(deps: PageFilesDeps, url: string): Promise<Response> {
  const wanted = wantedBy(url);
  switch (wanted.type) {
    case 'file':
      return answerFile(deps.pageFolder, wanted.path);
    case 'cover':
      return answerCover(await deps.coverPlaces(wanted.gameId));
    case 'nothing':
      return notFound();
  }
}

async function answerFile(folder: string, path: string): Promise<Response> {
  const type = PAGE_TYPES[extname(path).toLowerCase()];
  const file = type === undefined ? undefined : await realFile(folder, path);
  const bytes = file === undefined ? undefined : await readFile(file).catch(() => undefined);
  if (type === undefined || bytes === undefined) return notFound();
  return new Response(bytes, { headers: { ...HEADERS, 'content-type': type } });
}

async function answerCover(places: readonly CoverPlace[]): Promise<Response> {
  const cover = await readCover(places);
  if (!cover) return notFound();
  const headers = { ...HEADERS, ...KEPT, 'content-type': cover.type };
  return new Response(new Uint8Array(cover.bytes), { headers });
}

// Links are followed, but only to what lies in the same folder.
async function realFile(folder: string, path: string): Promise<string | undefined> {
  const root = await realpath(folder).catch(() => undefined);
  const real = await realpath(join(folder, path)).catch(() => undefined);
  if (root === undefined || real === undefined) return undefined;
  const way = relative(root, real);
  if (way === '' || way.startsWith('..') || isAbsolute(way)) return undefined;
  const found = await lstat(real).catch(() => undefined);
  return found?.isFile() === true && found.size <= MAX_FILE_BYTES ? real : undefined;
}

function notFound(): Response {
  return new Response('', { status: 404, headers: HEADERS });
}
