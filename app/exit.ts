import { onOneLine } from '../main/kit/unprintable.ts';
import { LanspreadError, toFailure } from '../shared/errors.ts';

/** What the process ends with. */
export const EXIT = {
  ok: 0,
  /** Something that can't go on: the port is taken, the database belongs to a newer version. */
  failed: 1,
  /** An unknown flag, a bad value or a bad catalog. */
  badUse: 2,
  /** Another process uses the state folder. */
  stateInUse: 3,
} as const;

/** How a start that failed ends the process, and the one line that says why. */
export function exitFor(error: unknown): {
  readonly code: number;
  readonly line: string;
  readonly isForeseen: boolean;
} {
  const line = `lanspread: ${onOneLine(toFailure(error).message)}\n`;
  return { code: exitCodeFor(error), line, isForeseen: error instanceof LanspreadError };
}

function exitCodeFor(error: unknown): number {
  if (!(error instanceof LanspreadError)) return EXIT.failed;
  // At the start only the state folder can be in somebody else's hands.
  if (error.code === 'operation-active') return EXIT.stateInUse;
  return error.code === 'bad-argument' ? EXIT.badUse : EXIT.failed;
}
