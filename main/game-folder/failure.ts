import { basename, relative, sep } from 'node:path';
import { LanspreadError } from '../../shared/errors.ts';
import { asDiskFailure } from '../kit/disk/disk-failure.ts';
import { isSystemError } from '../kit/disk/errno.ts';
import { isOurName } from '../../shared/domain/portable-path.ts';

/** What a player is told of an error under a game's folder; a bug comes back as it is. */
export function asFailure(error: unknown, game: string): unknown {
  const path = isSystemError(error) ? error.path : undefined;
  return asDiskFailure(error, labelOf(path ?? game, game));
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
