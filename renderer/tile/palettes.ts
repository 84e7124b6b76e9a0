/** The colours of one tile: a dark and a lighter ground, and what is drawn on them. */
export interface Palette {
  readonly deep: string;
  readonly ground: string;
  readonly ink: string;
}

/** Chosen by eye to stand beside each other in a grid, on dark and on light. */
export const PALETTES: readonly [Palette, ...Palette[]] = [
  { deep: '#34121c', ground: '#a3382f', ink: '#ffc2a3' },
  { deep: '#0a2a27', ground: '#1f7a5f', ink: '#a8f5cd' },
  { deep: '#1c1940', ground: '#5a45a0', ink: '#d3c6ff' },
  { deep: '#3a2610', ground: '#b07a2a', ink: '#ffe6b0' },
  { deep: '#08223a', ground: '#1d6fa5', ink: '#b3e2ff' },
  { deep: '#36102e', ground: '#a63d7c', ink: '#ffc4e3' },
  { deep: '#1f2a10', ground: '#6b8a2a', ink: '#e5f5a0' },
  { deep: '#182028', ground: '#52697d', ink: '#dbe8f3' },
  { deep: '#38190a', ground: '#bd561f', ink: '#ffcfae' },
  { deep: '#052e36', ground: '#15909a', ink: '#aff7f5' },
  { deep: '#2a0d1c', ground: '#862553', ink: '#ffb3cf' },
  { deep: '#0d142c', ground: '#2f55b0', ink: '#bcd0ff' },
];
