import { APP_HOST, APP_SCHEME } from '../../shared/window/page.ts';
import { type GameId, parseGameId } from '../../shared/domain/ids.ts';

/** What a request for the window's own protocol is for. */
export type Wanted =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'cover'; readonly gameId: GameId }
  | { readonly type: 'nothing' };

const NOTHING: Wanted = { type: 'nothing' };
const COVERS = '/cover/';
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const MAX_URL_LENGTH = 500;

/** Reads a request's address. Files are named plainly, covers by their game: no path gets in. */
export function wantedBy(url: string): Wanted {
  if (url.length > MAX_URL_LENGTH || !URL.canParse(url)) return NOTHING;
  const { protocol, host, pathname, username, port } = new URL(url);
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST || username || port) return NOTHING;
  if (pathname.startsWith(COVERS)) return coverOf(pathname.slice(COVERS.length));
  const parts = pathname.split('/').slice(1);
  const isPlain = parts.length > 0 && parts.every((part) => FILE_NAME.test(part));
  return isPlain ? { type: 'file', path: parts.join('/') } : NOTHING;
}

/** Where the window finds a game's cover; with another `mark` it is loaded anew. */
export function coverUrl(gameId: GameId, mark: string): string {
  return `${APP_SCHEME}://${APP_HOST}${COVERS}${gameId}?${mark}`;
}

function coverOf(text: string): Wanted {
  const gameId = parseGameId(text);
  return gameId === undefined ? NOTHING : { type: 'cover', gameId };
}
