import type { Failure } from './errors.ts';

/** The answer to a command: what it gave back, or why it failed. */
export type Reply<Result> =
  { readonly ok: true; readonly data: Result } | { readonly ok: false; readonly error: Failure };
