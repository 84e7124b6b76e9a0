import type { ErrorCode } from '../../../shared/errors.ts';

/** What the one button of a message does. */
export type Help = 'try-again' | 'settings' | 'repair' | 'verify' | 'people' | 'open-folder';

const HELP: Readonly<Partial<Record<ErrorCode, Help>>> = {
  'sources-lost': 'try-again',
  'hash-mismatch': 'try-again',
  timeout: 'try-again',
  'no-space': 'settings',
  // Whether it is the own copy that is damaged, only a look at every file tells.
  'archive-invalid': 'verify',
  'peer-unreachable': 'people',
  'peer-refused': 'people',
};

/** What can be done about a game now; nothing of it where a message is about none. */
export interface Able {
  /** Somebody here has it. */
  readonly canFetch: boolean;
  /** There is an own copy to look at. */
  readonly canVerify: boolean;
}

/** The button that helps with a failure, if any does. */
export function helpFor(code: ErrorCode | null, { canFetch, canVerify }: Able): Help | undefined {
  const help = code === null ? undefined : HELP[code];
  if (help === 'try-again') return canFetch ? help : undefined;
  if (help === 'verify') return canVerify ? help : undefined;
  return help;
}
