import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Pacer } from './pacer.ts';
import { isSystemError } from './read-fault.ts';

/**
 * The bytes of all files below a folder, as they are while it is read; 0 where there is none. Links
 * count nothing and are not followed; what can't be read, or has just gone, is passed over.
 */
export async function measureFolder(folder: string, pacer: Pacer): Promise<number> {
  const waiting = [folder];
  let bytes = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of entriesOf(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) bytes += sizeOf(path);
      await pacer.step();
    }
  }
  return bytes;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    // A folder that is itself a link belongs to something else.
    const isFolder = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    return isFolder ? readdirSync(folder, { withFileTypes: true }) : [];
  } catch (error) {
    if (isSystemError(error)) return [];
    throw error;
  }
}

function sizeOf(file: string): number {
  return lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
