import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setPriority } from 'node:os';

/** Between "normal" (0) and "below normal" (10): a third of the time where somebody else wants it. */
const NICENESS = 5;

/**
 * Lets everyone else on this PC go first while the calling thread works in bulk: the window, and the
 * game that somebody plays. Takes nothing from it on a PC with nothing else to do. Linux alone knows
 * a priority of one thread by its id (setpriority(2)); elsewhere nothing happens.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    // "4711/task/4713": the process and this thread of it.
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICENESS);
  } catch {
    // A place without /proc works as before.
  }
}
