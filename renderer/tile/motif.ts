import type { Palette } from './palettes.ts';
import type { Random } from './seeded-random.ts';

/** Width and height of a tile, in its own units: two to three. */
export const WIDTH = 200;
export const HEIGHT = 300;

/** One path of a picture, with the attributes that SVG has for it. */
export interface Shape {
  readonly d: string;
  readonly fill: string;
  readonly fillOpacity?: number;
  readonly stroke?: string;
  readonly strokeOpacity?: number;
  readonly strokeWidth?: number;
  readonly transform?: string;
}

/** Draws the picture of a tile, the lowest shape first. */
export type Motif = (random: Random, palette: Palette) => readonly Shape[];

/** A shape that is filled. */
export function filled(d: string, fill: string, opacity: number): Shape {
  return { d, fill, fillOpacity: round(opacity) };
}

/** A shape that is drawn as a line. */
export function lined(d: string, stroke: string, opacity: number, width = 1.5): Shape {
  const [strokeOpacity, strokeWidth] = [round(opacity), round(width)];
  return { d, fill: 'none', stroke, strokeOpacity, strokeWidth };
}

/** A circle, as a path. */
export function circle(x: number, y: number, radius: number): string {
  const [cx, cy, r] = [round(x), round(y), round(radius)];
  return `M${cx - r} ${cy}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** An ellipse, as a path. */
export function ellipse(x: number, y: number, wide: number, high: number): string {
  const [cx, cy, rx, ry] = [round(x), round(y), round(wide), round(high)];
  return `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;
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
