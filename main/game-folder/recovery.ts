import { isOurName } from '../../shared/domain/portable-path.ts';
import type { Disk } from './disk.ts';
import type { Recovery } from './game-folder.ts';
import { finishSwitch } from './content-switch.ts';
import { finishInstall } from './local-switch.ts';
import type { Places } from './places.ts';
import { discard, finishRemoval, tidyUp } from './removal.ts';

const NOTHING_DONE: Recovery = { finishedSwitch: false, finishedRemoval: false };

/** Brings a game's folder to the old whole or the new whole; STATES.md has the table (S24). */
export async function recover(disk: Disk, places: Places): Promise<Recovery> {
  if (!(await mayNeedRecovery(disk, places))) return NOTHING_DONE;
  const finishedRemoval = await finishRemoval(disk, places);
  const finishedSwitch = (await finishSwitch(disk, places)) !== undefined;
  const finishedInstall = await finishInstall(disk, places);
  await discard(disk, places, places.install);
  await tidyUp(disk, places.trash);
  await disk.removeEmptyFolder(places.game);
  return { finishedSwitch, finishedRemoval, ...(finishedInstall && { finishedInstall }) };
}

// One call for a game that nothing has happened to.
async function mayNeedRecovery(disk: Disk, places: Places): Promise<boolean> {
  const entries = await disk.list(places.game);
  const isUntouched = entries.length > 0 && !entries.some(({ name }) => isOurName(name));
  if (isUntouched) return false;
  return (await disk.look(places.game))?.kind === 'folder';
}
