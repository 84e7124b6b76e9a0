import { z } from 'zod';

/** A rectangle on the desktop, in its own pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the window was left. */
export interface Place extends Rectangle {
  readonly isMaximized: boolean;
}

export const MIN_SIZE = { width: 900, height: 600 } as const;
export const FIRST_SIZE = { width: 1280, height: 800 } as const;

/** So much of the window has to be on some screen for it to be found there. */
const MIN_VISIBLE = 100;

const place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(MIN_SIZE.width).max(20_000),
  height: z.int().min(MIN_SIZE.height).max(20_000),
  isMaximized: z.boolean(),
});

/** The place that was kept; undefined where it is none, or lies on no screen that is there. */
export function readPlace(
  text: string | undefined,
  screens: readonly Rectangle[],
): Place | undefined {
  const kept = place.safeParse(parseJson(text));
  if (!kept.success) return undefined;
  return screens.some((screen) => isVisible(kept.data, screen)) ? kept.data : undefined;
}

function isVisible(window: Rectangle, screen: Rectangle): boolean {
  const right = Math.min(window.x + window.width, screen.x + screen.width);
  const bottom = Math.min(window.y + window.height, screen.y + screen.height);
  const width = right - Math.max(window.x, screen.x);
  const height = bottom - Math.max(window.y, screen.y);
  // The upper edge is what a window is moved by.
  return width >= MIN_VISIBLE && height >= MIN_VISIBLE && window.y >= screen.y;
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
