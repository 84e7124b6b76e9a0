import { basename, relative, sep } from 'node:path';
import { type ErrorCode, LanspreadError } from '../../shared/errors.ts';
import { isSystemError } from './errno.ts';
import { isOurName } from './places.ts';

interface Trouble {
  readonly code: ErrorCode;
  /** What follows the path. */
  readonly text: string;
}

const FULL: Trouble = {
  code: 'no-space',
  text: ': the disk is full. Free some space and try again.',
};
const IN_USE: Trouble = {
  code: 'io-error',
  text: ' is in use. Close the game and try again.',
};
// Windows says this also of what another program has open.
const FORBIDDEN: Trouble = {
  code: 'io-error',
  text: ' may not be changed. Close the game, check the permissions of the games folder, and try again.',
};
const TOO_LONG: Trouble = {
  code: 'io-error',
  text: ' has a name too long for this disk. Move the games folder to a shorter path or another disk.',
};
const OTHER: Trouble = {
  code: 'io-error',
  text: " can't be read or written. Check the disk of the games folder and try again.",
};

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: FORBIDDEN,
  ENAMETOOLONG: TOO_LONG,
};

/** What a player is told of an error under a game's folder; a bug comes back as it is. */
export function asFailure(error: unknown, game: string): unknown {
  if (error instanceof LanspreadError || !isSystemError(error)) return error;
  const { code, text } = TROUBLES[error.code] ?? OTHER;
  return new LanspreadError(code, labelOf(error.path ?? game, game) + text, { cause: error });
}

/** A foreseen failure at one path of a game. */
export function failed(message: string): LanspreadError {
  return new LanspreadError('io-error', message);
}

/** How messages name a path in a game's folder: `ggoo/maps/x.bsp`, never an absolute path. */
export function labelOf(path: string, game: string): string {
  const parts = relative(game, path).split(sep);
  if (parts[0] === '..') return basename(game);
  const shown = isOurName(parts[0] ?? '') ? parts.slice(2) : parts;
  return [basename(game), ...shown].filter(Boolean).join('/').replaceAll(/\p{C}/gu, '?');
}
