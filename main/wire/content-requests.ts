import { z } from 'zod';
import {
  type ContentHash,
  type GameId,
  parseContentHash,
  parseGameId,
} from '../../shared/domain/ids.ts';
import { parseExactVersion, type Version } from '../../shared/domain/version.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import { MAX_REQUEST_BYTES, MAX_REQUEST_PATH_BYTES, MAX_REQUEST_RANGES } from './limits.ts';
import { parsedBy } from './parsed-by.ts';

/** A part of one file. */
export interface ByteRange {
  readonly path: string;
  readonly offset: number;
  /** At least 1. */
  readonly length: number;
}

/** Parts of a game's files, within `MAX_REQUEST_BYTES`, `_RANGES` and `_PATH_BYTES` together. */
export interface BlocksRequest {
  readonly gameId: GameId;
  readonly version: Version;
  readonly ranges: readonly ByteRange[];
  /** Whether the sender's BLAKE3 of each range (32 bytes each) follows after all ranges. */
  readonly withHashes: boolean;
}

/** Canonical bytes that describe a game's content. */
export interface DescriptorsRequest {
  readonly gameId: GameId;
  readonly version: Version;
  readonly form: 'outline' | 'manifest';
}

/** Blocks of a running download, by nothing but their hashes (S21). */
export interface HashedBlocksRequest {
  readonly gameId: GameId;
  readonly hashes: readonly ContentHash[];
}

/** What may be asked over a data connection. */
export type ContentRequest =
  | ({ readonly type: 'get-blocks' } & BlocksRequest)
  | ({ readonly type: 'get-hashed-blocks' } & HashedBlocksRequest)
  | ({ readonly type: 'get-descriptors' } & DescriptorsRequest);

/** A request as it came: its number, and what it asks; undefined where that is nothing we serve. */
export interface NumberedRequest {
  readonly id: number;
  readonly request: ContentRequest | undefined;
}

/** What goes before the raw bytes of an answer. */
export type AnswerHeader =
  | { readonly id: number; readonly status: 'ok'; readonly length: number }
  | { readonly id: number; readonly status: 'not-available' };

const numbered = z.object({ type: z.string(), id: z.int().min(0) });

const gameId = parsedBy(parseGameId);

const game = { gameId, version: parsedBy(parseExactVersion) };

const range = z.object({
  path: z.string(),
  offset: z.int().min(0),
  length: z.int().min(1).max(MAX_REQUEST_BYTES),
});

const contentRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('get-blocks'),
    ...game,
    ranges: z.array(range).min(1).max(MAX_REQUEST_RANGES),
    withHashes: z.boolean(),
  }),
  z.object({
    type: z.literal('get-hashed-blocks'),
    gameId,
    hashes: z.array(parsedBy(parseContentHash)).min(1).max(MAX_REQUEST_RANGES),
  }),
  z.object({
    type: z.literal('get-descriptors'),
    ...game,
    form: z.enum(['outline', 'manifest']),
  }),
]);

const answerHeader = z.discriminatedUnion('status', [
  z.object({ id: z.int(), status: z.literal('ok'), length: z.int().min(1) }),
  z.object({ id: z.int(), status: z.literal('not-available') }),
]);

/** The request in a frame, or undefined where it has not even a number to answer to. */
export function parseRequest(message: object): NumberedRequest | undefined {
  const head = numbered.safeParse(message);
  if (!head.success) return undefined;
  const parsed = contentRequest.safeParse(message);
  return { id: head.data.id, request: parsed.success ? parsed.data : undefined };
}

/** The answer header in a frame, or undefined. */
export function parseAnswerHeader(message: object): AnswerHeader | undefined {
  return answerHeader.safeParse(message).data;
}

/** The bytes that the answer to a request has after its header. */
export function answerBytes(request: {
  readonly ranges: readonly Pick<ByteRange, 'length'>[];
  readonly withHashes: boolean;
}): number {
  const hashBytes = request.withHashes ? request.ranges.length * HASH_BYTES : 0;
  return rangeBytes(request.ranges) + hashBytes;
}

/** The content bytes of some ranges together. */
export function rangeBytes(ranges: readonly Pick<ByteRange, 'length'>[]): number {
  return ranges.reduce((sum, { length }) => sum + length, 0);
}

/** Throws `bad-argument` where a request is over a limit that the other end would hold against us. */
export function assertWithinLimits({ ranges }: BlocksRequest): void {
  const pathBytes = ranges.reduce((sum, { path }) => sum + Buffer.byteLength(path), 0);
  const isWithin =
    ranges.length >= 1 &&
    ranges.length <= MAX_REQUEST_RANGES &&
    rangeBytes(ranges) <= MAX_REQUEST_BYTES &&
    pathBytes <= MAX_REQUEST_PATH_BYTES;
  if (!isWithin) throw new LanspreadError('bad-argument', 'A request asks for too much at once.');
}
