import type { CoverFile } from '../../shared/domain/game.ts';
import type { ScannedContent } from '../library/library.ts';

/** What a copy's picture may be called, the best first. */
const NAMES = ['cover.webp', 'cover.png', 'cover.jpg', 'cover.jpeg'];

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

function findCover({ outline, mtimesMs }: ScannedContent): CoverFile | null {
  const ranks = outline.files.map(({ path }) => NAMES.indexOf(path.toLowerCase()));
  const best = ranks.reduce(
    (winner, rank, index) =>
      rank !== -1 && (winner === -1 || rank < (ranks[winner] ?? rank)) ? index : winner,
    -1,
  );
  const file = outline.files[best];
  return file ? { name: file.path, size: file.size, mtimeMs: mtimesMs[best] ?? 0 } : null;
}
