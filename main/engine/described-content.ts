import { type Outline, outlineSize, SENTINEL } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { othersFirst } from '../kit/others-first.ts';
import { decodeManifest, decodeOutline, type ManifestProblem } from '../manifest/manifest-codec.ts';
import type { Fetcher, Source } from '../transfer/fetcher.ts';
import type { AgreedContent } from './agreement.ts';

/** To check longer lists takes long enough that others must not wait for what follows on it too, in files. */
const LONG_LIST = 2_000;

/** Agreed content with all its names, sizes and, where its sources have hashed it, block hashes. */
export interface DescribedContent extends AgreedContent {
  readonly gameId: GameId;
  readonly outline: Outline;
  readonly blockHashes: Uint8Array | undefined;
}

/** Fetches what the agreed content is made of, proven by its agreed hash, and checks every name. */
export async function describeContent(
  fetcher: Pick<Fetcher, 'fetchDescriptors'>,
  agreed: AgreedContent & { readonly gameId: GameId },
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<DescribedContent> {
  const { gameId, version, manifestHash, outlineHash } = agreed;
  const form = manifestHash === undefined ? 'outline' : 'manifest';
  const expectedHash = manifestHash ?? outlineHash;
  const request = { gameId, version, form, expectedHash } as const;
  const bytes = await fetcher.fetchDescriptors(sources, request, signal);
  const parts = form === 'manifest' ? manifestParts(bytes) : outlineParts(bytes);
  if ('problem' in parts) throw malformed(gameId, parts.problem);
  const problem = contradiction(parts.outline, agreed);
  if (problem !== undefined) throw malformed(gameId, problem);
  if (parts.outline.files.length > LONG_LIST) await othersFirst();
  return { ...agreed, ...parts };
}

type Parts = Pick<DescribedContent, 'outline' | 'blockHashes'>;

function manifestParts(bytes: Uint8Array): Parts | ManifestProblem {
  return decodeManifest(bytes);
}

function outlineParts(bytes: Uint8Array): Parts | ManifestProblem {
  const outline = decodeOutline(bytes);
  return 'problem' in outline ? outline : { outline, blockHashes: undefined };
}

function contradiction(outline: Outline, agreed: AgreedContent): string | undefined {
  if (outlineSize(outline) !== agreed.size) return 'its files do not add up to the size announced';
  const hasSentinel = outline.files.some(({ path }) => path === SENTINEL);
  return hasSentinel ? undefined : `it has no ${SENTINEL}`;
}

function malformed(gameId: GameId, problem: string): LanspreadError {
  return new LanspreadError(
    'ambiguous-metadata',
    `${gameId}: the list of files that its holders share can't be used: ${problem}. Check the game's folder on their PCs.`,
  );
}
