import {
  type BlocksRequest,
  type ContentRequest,
  type DescriptorsRequest,
  rangeBytes,
} from '../content-requests.ts';
import { MAX_REQUEST_BYTES } from '../limits.ts';
import type { PublishedGame, ServedFile, ServedGames } from './served-games.ts';

/** A part of a file that may be read. */
export interface ServedRange {
  readonly file: ServedFile;
  readonly offset: number;
  readonly length: number;
}

/** What a request gets; a refusal never says why, so that nobody can probe what is there. */
export type Answer =
  | {
      readonly type: 'blocks';
      readonly ranges: readonly ServedRange[];
      readonly withHashes: boolean;
    }
  | { readonly type: 'descriptors'; readonly bytes: Uint8Array }
  | { readonly type: 'not-available' };

const NOT_AVAILABLE = { type: 'not-available' } as const;

/**
 * The gate (S12), asked anew for every request: the game is published in just this version, every
 * path is an entry of its outline, every range lies within its file.
 */
export function answerFor(
  request: ContentRequest | undefined,
  games: Pick<ServedGames, 'find'>,
): Answer {
  if (request === undefined) return NOT_AVAILABLE;
  const published = games.find(request.gameId);
  if (published?.game.version !== request.version) return NOT_AVAILABLE;
  return request.type === 'get-blocks'
    ? blocksOf(request, published)
    : descriptorsOf(request, published);
}

function blocksOf({ ranges, withHashes }: BlocksRequest, { files }: PublishedGame): Answer {
  if (rangeBytes(ranges) > MAX_REQUEST_BYTES) return NOT_AVAILABLE;
  const served: ServedRange[] = [];
  for (const { path, offset, length } of ranges) {
    const file = files.get(path);
    if (file === undefined || offset + length > file.size) return NOT_AVAILABLE;
    served.push({ file, offset, length });
  }
  return { type: 'blocks', ranges: served, withHashes };
}

function descriptorsOf({ form }: DescriptorsRequest, { game }: PublishedGame): Answer {
  const bytes = form === 'outline' ? game.outline : game.manifest;
  return bytes === undefined ? NOT_AVAILABLE : { type: 'descriptors', bytes };
}
