/** The closed list of reasons a command can fail with; a new one is a change of contract. */
export const ERROR_CODES = [
  'bad-json',
  'unknown-command',
  'bad-argument',
  'unknown-game',
  'no-peers-have-game',
  'ambiguous-metadata',
  'not-downloaded',
  'not-installed',
  'operation-active',
  'cancelled',
  'peer-unreachable',
  'peer-refused',
  'sources-lost',
  'hash-mismatch',
  'no-space',
  'archive-invalid',
  'archive-unsafe',
  'io-error',
  'timeout',
  'shutting-down',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failure as it crosses a thread, a process or a socket: plain data. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A foreseen failure. Its message says what happened, to what, and what to do. */
export class LanspreadError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LanspreadError';
    this.code = code;
  }
}

/** What may be told of any thrown value; a bug keeps its details for the log. */
export function toFailure(error: unknown): Failure {
  if (error instanceof LanspreadError) return { code: error.code, message: error.message };
  return { code: 'internal', message: 'Something unexpected went wrong. The log has the details.' };
}

/** The error that a failure stands for, on the receiving side of a thread or socket. */
export function fromFailure(failure: Failure): LanspreadError {
  return new LanspreadError(failure.code, failure.message);
}
