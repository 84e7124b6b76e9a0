import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import {
  type BlocksRequest,
  type ContentRequest,
  type DescriptorsRequest,
  type HashedBlocksRequest,
  rangeBytes,
} from '../content-requests.ts';
import { MAX_REQUEST_BYTES } from '../limits.ts';
import type { PublishedGame, ServedGames, ServedRange } from './served-games.ts';
import type { SharedBlocks } from './shared-blocks.ts';

/** What a request gets; a refusal never says why, so that nobody can probe what is there. */
export type Answer =
  | {
      readonly type: 'blocks';
      readonly ranges: readonly ServedRange[];
      readonly withHashes: boolean;
    }
  /** Sent only after what is read has proven to have these hashes, one a range. */
  | {
      readonly type: 'hashed-blocks';
      readonly gameId: GameId;
      readonly ranges: readonly ServedRange[];
      readonly hashes: readonly ContentHash[];
    }
  | { readonly type: 'descriptors'; readonly bytes: Uint8Array }
  | { readonly type: 'not-available' };

const NOT_AVAILABLE = { type: 'not-available' } as const;

/** What may be given right now. */
export interface Offered {
  readonly games: Pick<ServedGames, 'find'>;
  readonly shared: Pick<SharedBlocks, 'find'>;
}

/**
 * The gate (S12), asked anew for every request: the game is published in just this version, every
 * path is an entry of its outline, every range lies within its file. Of a running download there
 * are no paths, only blocks that it has verified (S21).
 */
export function answerFor(request: ContentRequest | undefined, { games, shared }: Offered): Answer {
  if (request === undefined) return NOT_AVAILABLE;
  if (request.type === 'get-hashed-blocks') return hashedBlocksOf(request, shared);
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

function hashedBlocksOf(
  { gameId, hashes }: HashedBlocksRequest,
  shared: Pick<SharedBlocks, 'find'>,
): Answer {
  const ranges: ServedRange[] = [];
  for (const hash of hashes) {
    const range = shared.find(gameId, hash);
    if (range === undefined) return NOT_AVAILABLE;
    ranges.push(range);
  }
  if (rangeBytes(ranges) > MAX_REQUEST_BYTES) return NOT_AVAILABLE;
  return { type: 'hashed-blocks', gameId, ranges, hashes };
}

function descriptorsOf({ form }: DescriptorsRequest, { game }: PublishedGame): Answer {
  const bytes = form === 'outline' ? game.outline : game.manifest;
  return bytes === undefined ? NOT_AVAILABLE : { type: 'descriptors', bytes };
}
