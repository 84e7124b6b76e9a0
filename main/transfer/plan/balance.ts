import { CHUNK_BYTES } from '../../../shared/domain/content.ts';
import type { SourceWork } from './source-work.ts';

/** A source is worth waiting for so long where another is clearly faster, in milliseconds. */
const SHORT_REST_MS = 200;

/** A source is worth waiting for so long where all are about equal, in milliseconds. */
const LONG_REST_MS = 1_000;

/** A step that would give work that is `from`'s by turn to another source. */
export interface Shift {
  readonly from: SourceWork;
  readonly to: SourceWork;
  /** What `to` would get more. */
  readonly bytes: number;
  /** What `from` would lose: the same, or 0 where it has not been dealt the work. */
  readonly lostBytes: number;
}

/**
 * Whether work may go to another source out of turn: only where the source whose turn it is would
 * clearly hold up the end, so that equal sources give the same but for a chunk (S14).
 */
export function mayShift(sources: readonly SourceWork[], shift: Shift, nowMs: number): boolean {
  const { from, to, bytes, lostBytes } = shift;
  if (from.health.isStalled(nowMs)) return true;
  const restMs = from.restMs(nowMs);
  if (restMs === undefined || restMs <= (to.restMs(nowMs, bytes) ?? 0)) return false;
  const evensOut = to.dealtBytes + bytes <= from.sureBytes - lostBytes;
  if (evensOut || to.health.isFasterThan(from.health)) return restMs > SHORT_REST_MS;
  return restMs > LONG_REST_MS && spreadAfter(sources, shift) <= CHUNK_BYTES;
}

// At worst: whoever is asked for the same as another may give it or not.
function spreadAfter(sources: readonly SourceWork[], { from, to, ...shift }: Shift): number {
  const most = sources.map((one) => one.dealtBytes + (one === to ? shift.bytes : 0));
  const least = sources.map((one) => one.sureBytes - (one === from ? shift.lostBytes : 0));
  return Math.max(...most) - Math.min(...least);
}
