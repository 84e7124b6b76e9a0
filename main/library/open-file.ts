import { closeSync, constants, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { pathProblem } from '../../shared/domain/portable-path.ts';
import { faultCode } from './read-fault.ts';

/** A regular file, open for reading; whoever opened it closes `fd`. */
export interface OpenFile {
  readonly fd: number;
  readonly stats: Stats;
}

// A link is not followed and a pipe is not waited for. Windows has neither flag, where both count as 0.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

// Nothing there, a link, a folder above it that is none, a socket.
const NO_FILE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO']);

/** Opens `file`; undefined where no regular file is. Other failures are the system's own errors. */
export function openFile(file: string): OpenFile | undefined {
  const fd = openQuietly(file);
  if (fd === undefined) return undefined;
  try {
    const stats = fstatSync(fd);
    if (stats.isFile()) return { fd, stats };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  closeSync(fd);
  return undefined;
}

/** Opens the file at `path` (`/` between parts) below `folder`, as `openFile`, through real folders only. */
export function openFileBelow(folder: string, path: string): OpenFile | undefined {
  if (pathProblem(path) !== undefined) return undefined;
  const parts = path.split('/');
  const folders = parts.slice(1).map((_, index) => join(folder, ...parts.slice(0, index + 1)));
  const file = join(folder, path);
  return folders.every(isRealFolder) && isRealFile(file) ? openFile(file) : undefined;
}

function openQuietly(file: string): number | undefined {
  try {
    return openSync(file, FLAGS);
  } catch (error) {
    if (NO_FILE.has(faultCode(error) ?? '')) return undefined;
    throw error;
  }
}

function isRealFolder(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

// Asked once more for Windows, whose open follows links.
function isRealFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
