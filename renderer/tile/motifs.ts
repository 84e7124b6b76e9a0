import { cubes, hexes, pixels, road } from './motifs-built.ts';
import { contours, orbits, peaks, rays, rings, shards, stripes, waves } from './motifs-drawn.ts';
import type { Motif } from './motif.ts';
import { pick, type Random } from './seeded-random.ts';

const SHOOTER = [rays, rings, shards, stripes] as const;
const STRATEGY = [contours, hexes, peaks, waves] as const;
const TALE = [peaks, orbits, contours] as const;
const BUILDING = [cubes, pixels] as const;
const ALL = [rays, rings, shards, stripes, contours, hexes, peaks, waves, orbits, cubes] as const;

/** By a word of the genre, the first that fits. */
const FAMILIES: readonly (readonly [RegExp, readonly [Motif, ...Motif[]]])[] = [
  [/racing/i, [road, stripes]],
  [/space/i, [orbits]],
  [/shooter|tank/i, SHOOTER],
  [/strategy|tactic|tower/i, STRATEGY],
  [/role|adventure/i, TALE],
  [/building|sandbox|simulation/i, BUILDING],
  [/arcade|platform|puzzle|artillery/i, [pixels, waves, cubes]],
];

/** What to draw for a game of this genre. */
export function pickMotif(random: Random, genre: string): Motif {
  const family = FAMILIES.find(([words]) => words.test(genre));
  return pick(random, family ? family[1] : ALL);
}
