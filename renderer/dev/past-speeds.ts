import type { SpeedSample } from '../state/speed-history.ts';
import { between, seededRandom } from '../tile/seeded-random.ts';

/** How long the made-up download has been running, in seconds. */
const SECONDS = 70;

/** What the graph remembers of a download that began a while ago: a start, a dip as one PC left, full speed. */
export function pastSpeeds(): readonly SpeedSample[] {
  const random = seededRandom('past');
  return Array.from({ length: SECONDS }, (_, second) => {
    const rise = Math.min(1, (second + 1) / 6);
    const share = second > 32 && second < 45 ? 0.72 : 1;
    return {
      down: rise * share * between(random, 86e6, 98e6),
      up: second < 15 ? 0 : between(random, 34e6, 42e6),
    };
  });
}
