import { setTimeout as pause } from 'node:timers/promises';
import { hasCode } from '../kit/disk/errno.ts';

// A virus scanner looks at new files for a moment; the sum of the pauses is 1.27 s.
const PAUSES_MS = [10, 20, 40, 80, 160, 320, 640];

/** Tries again for a little over a second while another program holds what `action` touches. */
export async function whilePatient<Result>(
  action: () => Promise<Result>,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<Result> {
  for (const pauseMs of pausesMs) {
    try {
      return await action();
    } catch (error) {
      if (!hasCode(error, 'EBUSY', 'EPERM', 'EACCES')) throw error;
    }
    await pause(pauseMs);
  }
  return action();
}
