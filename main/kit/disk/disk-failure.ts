import { type ErrorCode, LanspreadError } from '../../../shared/errors.ts';
import { isSystemError } from './errno.ts';

interface Trouble {
  readonly code: ErrorCode;
  /** What follows the name of the file. */
  readonly text: string;
}

const FULL = trouble('no-space', ': the disk is full. Free some space and try again.');
const IN_USE = trouble('io-error', ' is in use. Close the game and try again.');
// Windows says this also of what another program has open.
const FORBIDDEN = trouble(
  'io-error',
  ' may not be changed. Close the game, check the permissions of the games folder, and try again.',
);
const CROWDED = trouble(
  'io-error',
  ': too many files are open. Close other programs and try again.',
);
const OTHER = trouble(
  'io-error',
  " can't be read or written. Check the disk of the games folder and try again.",
);

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EMFILE: CROWDED,
  ENFILE: CROWDED,
  EROFS: trouble(
    'io-error',
    ': the disk is read-only. Make it writable or choose another games folder, and try again.',
  ),
  EFBIG: trouble(
    'io-error',
    ' is too large for this disk. Move the games folder to another disk and try again.',
  ),
  ENAMETOOLONG: trouble(
    'io-error',
    ' has a name too long for this disk. Move the games folder to a shorter path or another disk.',
  ),
  ENOENT: trouble(
    'io-error',
    ' is not there any more. Check the games folder and its disk, and try again.',
  ),
};

/** What a player is told of an error of the disk at `label`, never a path; any other error comes back as it is. */
export function asDiskFailure(error: unknown, label: string): unknown {
  if (!isSystemError(error)) return error;
  const { code, text } = TROUBLES[error.code] ?? OTHER;
  return new LanspreadError(code, label + text, { cause: error });
}

function trouble(code: ErrorCode, text: string): Trouble {
  return { code, text };
}
