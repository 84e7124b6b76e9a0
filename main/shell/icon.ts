const SIZE = 64;
const BYTES_PER_PIXEL = 4;

// Blue, green, red, as Chromium wants them.
const GROUND = [0x2b, 0x1d, 0x17] as const;
const MARK = [0x6b, 0xd5, 0x4e] as const;

/** A picture for title bar and tray: a green triangle, "play", on a dark round ground. */
export function iconBitmap(): { readonly pixels: Buffer; readonly size: number } {
  const pixels = Buffer.alloc(SIZE * SIZE * BYTES_PER_PIXEL);
  for (let y = 0; y < SIZE; y += 1) {
    for (let x = 0; x < SIZE; x += 1) {
      const colour = colourAt((x + 0.5) / SIZE, (y + 0.5) / SIZE);
      if (colour) pixels.set([...colour, 0xff], (y * SIZE + x) * BYTES_PER_PIXEL);
    }
  }
  return { pixels, size: SIZE };
}

function colourAt(x: number, y: number): readonly [number, number, number] | undefined {
  if (Math.hypot(x - 0.5, y - 0.5) > 0.5) return undefined;
  const isInTriangle = x > 0.36 && Math.abs(y - 0.5) < (0.8 - x) * 0.6;
  return isInTriangle ? MARK : GROUND;
}
