import type { Outline } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import { decodeManifest } from '../manifest/manifest-codec.ts';
import type { Receipt } from '../store/store.ts';

/** More names than these are only counted. */
const MAX_NAMES = 5;

/**
 * What downloads have brought into a game's folder that holds this version; undefined where nobody
 * knows. A folder without a version may hold parts of any that was downloaded.
 */
export function broughtBy(
  receipts: readonly Receipt[],
  version: Version | undefined,
): Outline | undefined {
  const outlines = receipts
    .filter((receipt) => version === undefined || receipt.version === version)
    .map(({ manifest }) => decodeManifest(manifest))
    .flatMap((decoded) => ('problem' in decoded ? [] : [decoded.outline]));
  if (outlines.length === 0) return undefined;
  return {
    files: outlines.flatMap(({ files }) => files),
    emptyFolders: outlines.flatMap(({ emptyFolders }) => emptyFolders),
  };
}

/** What a player is told of own files in an install that a new one has files in the place of. */
export function toldKeptBeside(gameId: GameId, paths: readonly string[]): string {
  return `${gameId}: your own files were kept beside those of the new version: ${named(paths)}.`;
}

/** What a player is told of own files that lay beside a download when another took its place. */
export function toldPutAside(gameId: GameId, paths: readonly string[]): string {
  return `${gameId}: files that no download brought were put aside, within the game's folder: ${named(paths)}.`;
}

function named(paths: readonly string[]): string {
  const names = paths.slice(0, MAX_NAMES).join(', ');
  const more = paths.length > MAX_NAMES ? ` and ${paths.length - MAX_NAMES} more` : '';
  return names + more;
}
