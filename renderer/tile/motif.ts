import type { Palette } from './palettes.ts';
import type { Random } from './seeded-random.ts';

/** Width and height of a tile, in its own units: two to three. */
export const WIDTH = 200;
export const HEIGHT = 300;

/** Draws the picture of a tile as SVG. */
export type Motif = (random: Random, palette: Palette) => string;

/** A shape that is filled. */
export function filled(path: string, colour: string, opacity: number): string {
  return `<path d="${path}" fill="${colour}" fill-opacity="${round(opacity)}"/>`;
}

/** A shape that is drawn as a line. */
export function lined(path: string, colour: string, opacity: number, width = 1.5): string {
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-opacity="${round(opacity)}" stroke-width="${round(width)}"/>`;
}

/** A circle, as a path. */
export function circle(x: number, y: number, radius: number): string {
  const [cx, cy, r] = [round(x), round(y), round(radius)];
  return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** Straight lines through points, closed. */
export function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}Z`;
}

/** `count` numbers from 0 on. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
