import {
  circle,
  ellipse,
  filled,
  HEIGHT,
  lined,
  type Motif,
  polygon,
  type Shape,
  upTo,
  WIDTH,
} from './motif.ts';
import { between } from './seeded-random.ts';

const TURN = 2 * Math.PI;

/** The lines of a hill on a map. */
export const contours: Motif = (random, { ink }) => {
  const [x, y] = [between(random, 60, 150), between(random, 70, 140)];
  const waves = [2, 3, 5].map((count) => ({ count, phase: random() * TURN }));
  const ring = (radius: number): string =>
    polygon(
      upTo(56).map((step) => {
        const angle = (step / 56) * TURN;
        const bend = waves.map(({ count, phase }) => Math.sin(angle * count + phase) / count);
        const reach = radius * (1 + 0.34 * bend.reduce((sum, each) => sum + each, 0));
        return [x + reach * Math.cos(angle), y + 1.2 * reach * Math.sin(angle)] as const;
      }),
    );
  return upTo(10).map((step) =>
    lined(ring(12 + step * 19), ink, 0.62 - step * 0.045, step % 3 ? 1.2 : 2.6),
  );
};

/** Light that breaks out from one point. */
export const rays: Motif = (random, { ink }) => {
  const [x, y] = [between(random, 40, 160), between(random, 60, 150)];
  const count = Math.floor(between(random, 9, 15));
  const turn = random() * TURN;
  const wedge = (step: number): string => {
    const [from, to] = [turn + (step / count) * TURN, turn + ((step + 0.5) / count) * TURN];
    const far = 420;
    return polygon([
      [x, y],
      [x + far * Math.cos(from), y + far * Math.sin(from)],
      [x + far * Math.cos(to), y + far * Math.sin(to)],
    ]);
  };
  const sun = filled(circle(x, y, between(random, 24, 40)), ink, 0.85);
  return [filled(upTo(count).map(wedge).join(''), ink, 0.17), sun];
};

/** Something in the sights. */
export const rings: Motif = (random, { ink }) => {
  const [x, y] = [between(random, 60, 140), between(random, 80, 140)];
  const gap = between(random, 17, 26);
  const around = upTo(6).map((step) =>
    lined(circle(x, y, gap * (step + 1)), ink, 0.6 - step * 0.085, step % 2 ? 1.5 : 7),
  );
  const cross = lined(`M${x} -20V320M-20 ${y}H220`, ink, 0.35, 1.5);
  return [cross, ...around, filled(circle(x, y, 6), ink, 0.95)];
};

/** Splinters of one pane. */
export const shards: Motif = (random, { ink }) => {
  const [x, y] = [between(random, 60, 140), between(random, 90, 150)];
  const count = 11;
  const corner = (step: number): readonly [number, number] => {
    const angle = (step / count) * TURN + between(random, -0.2, 0.2);
    const reach = between(random, 90, 260);
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)];
  };
  const corners = upTo(count).map(corner);
  return corners.map((from, step) => {
    const to = corners[(step + 1) % count] ?? from;
    return filled(polygon([[x, y], from, to]), ink, [0.06, 0.3, 0.14, 0.42][step % 4] ?? 0.1);
  });
};

/** Bands at full speed. */
export const stripes: Motif = (random, { ink }) => {
  const slope = between(random, 110, 190) * (random() < 0.5 ? -1 : 1);
  const start = between(random, -40, 40);
  return upTo(7).map((step) => {
    const [top, thick] = [start + step * 44, between(random, 5, 30)];
    const band = polygon([
      [-10, top + slope / 2],
      [WIDTH + 10, top - slope / 2],
      [WIDTH + 10, top - slope / 2 + thick],
      [-10, top + slope / 2 + thick],
    ]);
    return filled(band, ink, between(random, 0.08, 0.45));
  });
};

/** Mountains, one behind the other, and what stands over them. */
export const peaks: Motif = (random, { ink, deep }) => {
  const moon = filled(circle(between(random, 50, 150), between(random, 55, 90), 26), ink, 0.9);
  const range = (step: number): string => {
    const base = 120 + step * 46;
    const ridge = upTo(7).map(
      (index) => [-30 + index * 44, base + (index % 2 ? -1 : 1) * between(random, 12, 46)] as const,
    );
    return polygon([[-30, HEIGHT], ...ridge, [WIDTH + 40, HEIGHT]]);
  };
  const far = filled(range(0), ink, 0.22);
  return [moon, far, filled(range(1), deep, 0.5), filled(range(2), deep, 0.75)];
};

/** The sea, from the shore. */
export const waves: Motif = (random, { ink }) => {
  const length = between(random, 70, 130);
  const swell = (step: number): string => {
    const [top, shift] = [70 + step * 34, random() * length];
    const crest = upTo(8).map((index) => `q${length / 4} ${index % 2 ? 24 : -24} ${length / 2} 0`);
    return `M${-shift} ${top}${crest.join('')}V${HEIGHT + 40}H${-shift}Z`;
  };
  return upTo(7).map((step) => filled(swell(step), ink, 0.1 + 0.02 * step));
};

/** A world with its moons. */
export const orbits: Motif = (random, { ink, deep }) => {
  const [x, y] = [between(random, 50, 150), between(random, 90, 150)];
  const radius = between(random, 34, 52);
  const tilt = between(random, -35, 35);
  const path = (step: number): Shape => {
    const reach = radius * (1.5 + step * 0.55);
    const around = lined(ellipse(x, y, reach, reach / 3), ink, 0.6 - step * 0.1);
    return { ...around, transform: `rotate(${tilt} ${x} ${y})` };
  };
  const stars = upTo(26).map(() =>
    circle(random() * WIDTH, random() * HEIGHT, between(random, 0.5, 1.6)),
  );
  const shade = filled(circle(x + radius * 0.28, y + radius * 0.2, radius * 0.78), deep, 0.35);
  return [
    filled(stars.join(''), ink, 0.8),
    ...upTo(4).map(path),
    filled(circle(x, y, radius), ink, 0.9),
    shade,
  ];
};
