import { pathProblem } from './portable-path.ts';

/** A game's id in the catalog, and the name of its folder. */
export type GameId = string & { readonly __brand: 'GameId' };

/** Who a peer is: the first 16 bytes of SHA-256 over its public key, as 32 hex digits. */
export type PeerId = string & { readonly __brand: 'PeerId' };

/** A content hash (BLAKE3, 256 bits) as 64 hex digits. */
export type ContentHash = string & { readonly __brand: 'ContentHash' };

const GAME_ID = /^[a-z0-9._-]{1,64}$/;
const PEER_ID = /^[0-9a-f]{32}$/;
const CONTENT_HASH = /^[0-9a-f]{64}$/;

/** The id that `text` is, or undefined; names that some system can't give a folder are no ids. */
export function parseGameId(text: string): GameId | undefined {
  if (!GAME_ID.test(text) || pathProblem(text) !== undefined) return undefined;
  return text as GameId;
}

/** The peer id that `text` is, or undefined. */
export function parsePeerId(text: string): PeerId | undefined {
  return PEER_ID.test(text) ? (text as PeerId) : undefined;
}

/** The hash that `text` is, or undefined. */
export function parseContentHash(text: string): ContentHash | undefined {
  return CONTENT_HASH.test(text) ? (text as ContentHash) : undefined;
}
