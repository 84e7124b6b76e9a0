import { type Failure, LanspreadError, toFailure } from '../../../shared/errors.ts';
import { contentHash } from '../../manifest/blake3.ts';
import {
  type DataConnection,
  openDataConnection,
  type OwnEnd,
} from '../../wire/data-connection.ts';
import type { DescriptorRequest, Source } from '../fetcher.ts';

/** One source gets so long to describe a game, in milliseconds; 96 MiB over 100 Mbit/s take 8 s. */
const SOURCE_LIMIT_MS = 30_000;

/**
 * The canonical bytes that have the hash asked for, from the first source that has them. Fails with
 * `hash-mismatch` where every source gave others, else with `sources-lost`.
 */
export async function fetchDescriptors(
  self: OwnEnd,
  sources: readonly Source[],
  request: DescriptorRequest,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const failures: Failure[] = [];
  for (const source of sources) {
    signal.throwIfAborted();
    try {
      return await fromSource(self, source, request, signal);
    } catch (error) {
      failures.push(toFailure(error));
    }
  }
  signal.throwIfAborted();
  throw noSourceLeft(request, failures);
}

async function fromSource(
  self: OwnEnd,
  { peerId, address }: Source,
  request: DescriptorRequest,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(SOURCE_LIMIT_MS)]);
  const connection = await openDataConnection({ ...self, peerId, address }, limit);
  const close = (): void => {
    connection.close();
  };
  limit.addEventListener('abort', close);
  try {
    limit.throwIfAborted();
    return await rightBytes(connection, request);
  } finally {
    limit.removeEventListener('abort', close);
    connection.close();
  }
}

async function rightBytes(
  connection: DataConnection,
  { gameId, version, form, expectedHash }: DescriptorRequest,
): Promise<Uint8Array> {
  const bytes = await connection.requestDescriptors({ gameId, version, form });
  if (bytes === undefined) throw new LanspreadError('sources-lost', 'not available');
  if (contentHash(bytes) === expectedHash) return bytes;
  throw new LanspreadError('hash-mismatch', 'wrong bytes');
}

function noSourceLeft({ gameId }: DescriptorRequest, failures: readonly Failure[]): LanspreadError {
  const areLies = failures.length > 0 && failures.every(({ code }) => code === 'hash-mismatch');
  return areLies
    ? new LanspreadError(
        'hash-mismatch',
        `${gameId}: what the PCs that have it say of its files is not what they announced. Try again; if it happens again, a PC here has a damaged copy.`,
      )
    : new LanspreadError(
        'sources-lost',
        `${gameId}: no PC that has it could tell which files it has. Try again when one is back.`,
      );
}
