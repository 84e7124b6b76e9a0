import type { CoverFile } from '../../shared/domain/game.ts';
import { asBuffer } from '../kit/as-buffer.ts';
import type { ScannedContent } from '../library/library.ts';

/** What a copy's picture may be called, the best first. */
const NAMES = ['cover.webp', 'cover.png', 'cover.jpg', 'cover.jpeg'];
const MAX_NAME_LENGTH = 10;
const MENTIONED = /"cover\./i;

// Asked for with every change of any game; content never changes, another takes its place.
const known = new WeakMap<ScannedContent, CoverFile | null>();

/** The picture at the root of a copy, as the scan saw it; null where there is none. */
export function coverOf(content: ScannedContent | undefined): CoverFile | null {
  if (!content) return null;
  const found = known.get(content);
  if (found !== undefined) return found;
  const cover = findCover(content);
  known.set(content, cover);
  return cover;
}

function findCover(content: ScannedContent): CoverFile | null {
  // Most copies have none, which their list in one piece says without being taken apart.
  if (!MENTIONED.test(asBuffer(content.outlineBytes).toString('latin1'))) return null;
  const { outline, mtimesMs } = content;
  const found: { readonly rank: number; readonly cover: CoverFile }[] = [];
  for (const [index, { path, size }] of outline.files.entries()) {
    const rank = rankOf(path);
    if (rank === -1) continue;
    found.push({ rank, cover: { name: path, size, mtimeMs: mtimesMs[index] ?? 0 } });
  }
  const [best] = found.sort((left, right) => left.rank - right.rank);
  return best?.cover ?? null;
}

function rankOf(path: string): number {
  return path.length > MAX_NAME_LENGTH ? -1 : NAMES.indexOf(path.toLowerCase());
}
