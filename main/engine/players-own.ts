import type { Outline } from '../../shared/domain/content.ts';
import { outlineSize } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { ScannedContent, ScannedGame } from '../library/library.ts';
import { contentHash } from '../manifest/blake3.ts';
import { decodeManifest, encodeOutline, isManifestOf } from '../manifest/manifest-codec.ts';
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

/**
 * A game as others get it: what a download brought is the game. What else lies there is the player's
 * own, so it is neither offered nor installed, and makes this copy no other one.
 */
export function withoutPlayersOwn(game: ScannedGame, receipts: readonly Receipt[]): ScannedGame {
  const { archives, content, version } = game;
  const receipt = receipts.find((one) => one.version === version);
  if (receipt === undefined) return game;
  if (content && isManifestOf(receipt.manifest, content.outlineBytes)) return game;
  const brought = broughtBy([receipt], version);
  if (brought === undefined) return game;
  const paths = new Set(brought.files.map(({ path }) => collisionKey(path)));
  return {
    ...game,
    archives: archives.filter((name) => paths.has(collisionKey(name))),
    content: content && restricted(content, paths, brought.emptyFolders),
  };
}

function restricted(
  { inodes, mtimesMs, outline: found }: ScannedContent,
  paths: ReadonlySet<string>,
  emptyFolders: readonly string[],
): ScannedContent {
  const files = found.files
    .map((file, index) => ({ file, inode: inodes[index] ?? 0, mtimeMs: mtimesMs[index] ?? 0 }))
    .filter(({ file }) => paths.has(collisionKey(file.path)));
  const outline: Outline = {
    files: files.map(({ file }) => file),
    emptyFolders: emptyFolders.filter((folder) => isThere(folder, found)),
  };
  // A copy, since a small encoding shares its memory with others and would be sent along with it.
  const outlineBytes = Uint8Array.from(encodeOutline(outline));
  return {
    outline,
    outlineBytes,
    outlineHash: contentHash(outlineBytes),
    size: outlineSize(outline),
    inodes: Float64Array.from(files, ({ inode }) => inode),
    mtimesMs: Float64Array.from(files, ({ mtimeMs }) => mtimeMs),
  };
}

// Empty, or with nothing in it but what the player has put there.
function isThere(folder: string, { emptyFolders, files }: Outline): boolean {
  const isInIt = (path: string): boolean => path.startsWith(`${folder}/`);
  return (
    emptyFolders.some((path) => path === folder || isInIt(path)) ||
    files.some(({ path }) => isInIt(path))
  );
}

/** What a player is told of own files that a new version has files in the place of. */
export function toldKeptBeside(gameId: GameId, paths: readonly string[]): string {
  const names = paths.slice(0, MAX_NAMES).join(', ');
  const more = paths.length > MAX_NAMES ? ` and ${paths.length - MAX_NAMES} more` : '';
  return `${gameId}: your own files were kept beside those of the new version: ${names}${more}.`;
}
