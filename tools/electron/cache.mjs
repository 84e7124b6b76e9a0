import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

// Beside the checkouts, not in one: a new clone need not fetch and build it all again.
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lanspread');

/** Where the cache keeps what goes by this name; the folder is there once it is complete. */
export function cachePath(name) {
  return join(CACHE, name);
}

/** The folder of that name; `build` fills it the first time, elsewhere, so that it is never half full. */
export async function cached(name, build) {
  const folder = cachePath(name);
  if (existsSync(folder)) return folder;
  mkdirSync(CACHE, { recursive: true });
  const draft = mkdtempSync(`${folder}.`);
  try {
    const result = join(draft, 'result');
    mkdirSync(result);
    await build(result, draft);
    renameUnlessThere(result, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function renameUnlessThere(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another run was quicker, and made the same.
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}
