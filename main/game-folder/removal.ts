import { basename, join } from 'node:path';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import type { Disk } from './disk.ts';
import { isSystemError } from '../kit/disk/errno.ts';
import type { Places } from './places.ts';
import { ensureFolder } from './tree.ts';

/** Makes a folder of ours, or `local/`, be gone at once, and then deletes it. */
export async function discard(disk: Disk, places: Places, path: string): Promise<void> {
  if (!(await disk.look(path))) return;
  await disk.remove(places.trash);
  await disk.move(path, places.trash);
  await disk.flushFolder(places.game);
  await tidyUp(disk, places.trash);
}

/** Deletes what has no meaning any more, if that is possible now. */
export function tidyUp(disk: Disk, path: string): Promise<void> {
  return ifPossible(() => disk.remove(path));
}

/** Does what the next `recover` does else: the operation itself has gone well before. */
export async function ifPossible(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

/** Removes the downloaded content, and `local/` unless it is kept. */
export async function removeContent(
  disk: Disk,
  places: Places,
  keepInstall: boolean,
): Promise<void> {
  if (!(await disk.look(places.game))) return;
  await ensureFolder(disk, keepInstall ? places.removeDownload : places.removeAll);
  await disk.flushFolder(places.game);
  await finishRemoval(disk, places);
}

/** Goes on with a removal from wherever it stands; false where none was begun. */
export async function finishRemoval(disk: Disk, places: Places): Promise<boolean> {
  const isBegun =
    (await emptyInto(disk, places, places.removeAll)) ||
    (await emptyInto(disk, places, places.removeDownload));
  if (!isBegun && !(await disk.look(places.removed))) return false;
  await tidyUp(disk, places.removed);
  await disk.removeEmptyFolder(places.game);
  return true;
}

// The folder says what is to go and takes it in; it loses that meaning before the slow deletion.
async function emptyInto(disk: Disk, places: Places, intent: string): Promise<boolean> {
  if (!(await disk.look(intent))) return false;
  await takeIn(disk, places.sentinel, intent);
  await disk.flushFolder(places.game);
  for (const { name } of await disk.list(places.game)) {
    const isKept = intent === places.removeDownload && collisionKey(name) === 'local';
    if (!isKept && name !== basename(intent)) await takeIn(disk, join(places.game, name), intent);
  }
  await disk.move(intent, places.removed);
  await disk.flushFolder(places.game);
  return true;
}

async function takeIn(disk: Disk, path: string, intent: string): Promise<void> {
  if (!(await disk.look(path))) return;
  const to = join(intent, basename(path));
  await disk.remove(to);
  await disk.move(path, to);
}
