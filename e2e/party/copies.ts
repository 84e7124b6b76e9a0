import { type Content, seeded } from '../../fixtures/content/content.ts';
import { type GameCopy } from '../../fixtures/games/write-game.ts';

export const MIB = 1024 * 1024;

/** A version of a game as a test wants it; another seed gives other bytes of the same size. */
export interface Made {
  readonly id?: string;
  readonly version: string;
  readonly seed?: string;
  /** Size of each file with random-looking bytes: `data-1.bin`, `data-2.bin` … */
  readonly sizes?: readonly number[];
}

/** A copy with an archive that says which version it is, a note and some large files. */
export function aCopy({ id = 'ggoo', version, seed = version, sizes = [] }: Made): GameCopy {
  const files: Record<string, Content> = { 'notes.txt': `${id} ${seed}\n` };
  for (const [index, size] of sizes.entries()) {
    files[`data-${index + 1}.bin`] = seeded(`${id} ${seed} ${index}`, size);
  }
  return { id, version, files, archive: { 'fixture-payload.txt': `${id} ${version}\n` } };
}

/** Slow enough to act in mid-download: most of a second a block. */
export const SLOWLY = ['--download-limit', '6000000'] as const;

/** Six blocks: four seconds at that pace. */
export const SIX_BLOCKS = Array<number>(6).fill(4 * MIB);
