import { circle, filled, lined, type Motif, polygon, type Shape, upTo } from './motif.ts';
import { between } from './seeded-random.ts';

/** Blocks, stacked. */
export const cubes: Motif = (random, { ink, deep }) => {
  const side = between(random, 26, 36);
  const [wide, high] = [side * 0.866, side / 2];
  const cube = (x: number, y: number): readonly Shape[] => [
    filled(faces(x, y, wide, high).top, ink, between(random, 0.45, 0.8)),
    filled(faces(x, y, wide, high).left, ink, 0.22),
    filled(faces(x, y, wide, high).right, deep, 0.45),
  ];
  return upTo(7).flatMap((row) =>
    upTo(5).flatMap((column) => {
      const x = column * 2 * wide + (row % 2 ? wide : 0) - wide / 2;
      return random() < 0.72 ? cube(x, 20 + row * 3 * high) : [];
    }),
  );
};

/** A map of fields. */
export const hexes: Motif = (random, { ink }) => {
  const side = between(random, 20, 28);
  const wide = side * Math.sqrt(3);
  const cells = upTo(9).flatMap((row) =>
    upTo(8).map((column) => hexagon((column + (row % 2) / 2) * wide - 10, row * 1.5 * side, side)),
  );
  const some = (share: number): string => cells.filter(() => random() < share).join('');
  return [
    lined(cells.join(''), ink, 0.28, 1.2),
    filled(some(0.22), ink, 0.2),
    filled(some(0.1), ink, 0.5),
  ];
};

/** A small creature of squares, the same on both sides. */
export const pixels: Motif = (random, { ink }) => {
  const size = 16;
  const half = upTo(9).flatMap((row) =>
    upTo(5)
      .filter((column) => random() < 0.62 - column * 0.06)
      .map((column) => ({ row, column })),
  );
  const square = (x: number, y: number): string => `M${x} ${y}h${size}v${size}h${-size}Z`;
  const body = half.flatMap(({ row, column }) => {
    const y = 44 + row * size;
    return column === 0
      ? [square(100 - size / 2, y)]
      : [square(100 - size / 2 - column * size, y), square(100 - size / 2 + column * size, y)];
  });
  const dust = upTo(18).map(() =>
    square(Math.floor(random() * 13) * size - 4, Math.floor(random() * 19) * size),
  );
  return [filled(dust.join(''), ink, 0.07), filled(body.join(''), ink, 0.75)];
};

/** A road to the horizon. */
export const road: Motif = (random, { ink, deep }) => {
  const [x, y] = [between(random, 70, 130), between(random, 110, 140)];
  const sun = filled(circle(x, y, between(random, 44, 60)), ink, 0.85);
  const land = filled(`M0 ${y}H200V300H0Z`, deep, 0.85);
  const across = upTo(9).map((step) => `M0 ${y + 1.5 * (step + 1) ** 2}H200`);
  const along = upTo(13).map((step) => `M${x} ${y}L${x + (step - 6) * 70} 300`);
  const bars = upTo(4).map((step) => `M0 ${y - 10 - step * 9}H200V${y - 7 - step * 8.4}H0Z`);
  return [
    sun,
    filled(bars.join(''), deep, 0.6),
    land,
    lined([...across, ...along].join(''), ink, 0.4, 1.2),
  ];
};

interface Faces {
  readonly top: string;
  readonly left: string;
  readonly right: string;
}

function faces(x: number, y: number, wide: number, high: number): Faces {
  const middle = [x, y + 2 * high] as const;
  const [left, right] = [[x - wide, y + high] as const, [x + wide, y + high] as const];
  const down = 2 * high;
  return {
    top: polygon([[x, y], right, middle, left]),
    left: polygon([left, middle, [x, y + 2 * high + down], [x - wide, y + high + down]]),
    right: polygon([right, middle, [x, y + 2 * high + down], [x + wide, y + high + down]]),
  };
}

function hexagon(x: number, y: number, side: number): string {
  return polygon(
    upTo(6).map((corner) => {
      const angle = (Math.PI / 3) * corner + Math.PI / 6;
      return [x + side * Math.cos(angle), y + side * Math.sin(angle)] as const;
    }),
  );
}
