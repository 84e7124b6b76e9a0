import { type ErrorCode, LanspreadError } from '../../../shared/errors.ts';

interface Trouble {
  readonly code: ErrorCode;
  /** What follows the path. */
  readonly text: string;
}

const FULL: Trouble = {
  code: 'no-space',
  text: ': the disk is full. Free some space and try again.',
};
const FORBIDDEN: Trouble = {
  code: 'io-error',
  text: ' may not be written. Check the permissions of the games folder and try again.',
};
const OTHER: Trouble = {
  code: 'io-error',
  text: " can't be read or written. Check the disk of the games folder and try again.",
};

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: FORBIDDEN,
};

/** What a player is told of a disk error at `label` (`ggoo/maps/x.bsp`); other errors come back. */
export function asDiskFailure(error: unknown, label: string): unknown {
  if (!isSystemError(error)) return error;
  const { code, text } = TROUBLES[error.code] ?? OTHER;
  return new LanspreadError(code, label + text, { cause: error });
}

/** Whether an error is the operating system's `code`. */
export function hasCode(error: unknown, code: string): boolean {
  return isSystemError(error) && error.code === code;
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && !(error instanceof LanspreadError) && 'code' in error;
}
