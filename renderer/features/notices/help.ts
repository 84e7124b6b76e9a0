import type { ErrorCode } from '../../../shared/errors.ts';

/** What the one button of a message does. */
export type Help = 'try-again' | 'settings' | 'repair' | 'people';

const HELP: Readonly<Partial<Record<ErrorCode, Help>>> = {
  'sources-lost': 'try-again',
  'hash-mismatch': 'try-again',
  timeout: 'try-again',
  'no-space': 'settings',
  'archive-invalid': 'repair',
  'peer-unreachable': 'people',
  'peer-refused': 'people',
};

const NEEDS_GAME: readonly Help[] = ['try-again', 'repair'];

/** The button that helps with a failure, if any does. */
export function helpFor(code: ErrorCode | null, hasGame: boolean): Help | undefined {
  const help = code === null ? undefined : HELP[code];
  return help !== undefined && NEEDS_GAME.includes(help) && !hasGame ? undefined : help;
}
