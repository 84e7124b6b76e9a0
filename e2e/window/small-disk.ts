import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chosenElectron } from './electron.ts';

/**
 * Writes a command that starts Electron with a disk of so many bytes at `folder`, in memory and in a
 * mount namespace of its own; it is one process all the way. Gives the command's path.
 */
export async function electronOnSmallDisk(folder: string, bytes: number): Promise<string> {
  const command = join(dirname(folder), 'electron-on-small-disk');
  const mount = `mount -t tmpfs -o size=${bytes} lanspread '${folder}'`;
  const script = `exec unshare -m sh -c "${mount} && exec \\"\\$@\\"" sh '${chosenElectron().executable}' "$@"`;
  await mkdir(folder, { recursive: true });
  await writeFile(command, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return command;
}
