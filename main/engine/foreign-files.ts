import { decodeManifest } from '../manifest/manifest-codec.ts';
import type { Receipt } from '../store/store.ts';

/** More names than these are only counted. */
const MAX_NAMES = 5;

/** Of paths in an own copy, those that no download brought; none where nobody knows what it brought. */
export function foreignPaths(
  paths: readonly string[],
  receipt: Receipt | undefined,
): readonly string[] {
  const received = receipt && decodeManifest(receipt.manifest);
  if (received === undefined || 'problem' in received) return [];
  const { files, emptyFolders } = received.outline;
  const brought = [...files.map(({ path }) => path), ...emptyFolders];
  return paths.filter((path) => {
    return !brought.some((one) => one === path || one.startsWith(`${path}/`));
  });
}

/** What a player is told of such files that a switch has removed. */
export function foreignPathsRemoved(gameId: string, paths: readonly string[]): string {
  const names = paths.slice(0, MAX_NAMES).join(', ');
  const more = paths.length > MAX_NAMES ? ` and ${paths.length - MAX_NAMES} more` : '';
  return `${gameId}: removed from its folder, being no part of the game: ${names}${more}. What you add yourself is kept in its "local" folder.`;
}
