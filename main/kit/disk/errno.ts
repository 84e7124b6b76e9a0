import { LanspreadError } from '../../../shared/errors.ts';

/** An error that the operating system gave a code. */
export interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
}

/** Whether an error came from the operating system. */
export function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error) || error instanceof LanspreadError) return false;
  return 'code' in error && typeof error.code === 'string';
}

/** Whether an error has one of the operating system's `codes`. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}
