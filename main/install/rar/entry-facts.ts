import { type RarEntry } from './rar-listing.ts';

/** Twice what the name rule allows: a name that is cut here is refused, and a header of 2 MiB stays cheap. */
export const MAX_NAME_LENGTH = 2048;

const UNIX_TYPE_MASK = 0o170000;
const UNIX_FOLDER = 0o040000;
const UNIX_FILE = 0o100000;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A name in UTF-8, undefined where it is none; a name too long for any system is cut. */
export function utf8Name(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes.subarray(0, MAX_NAME_LENGTH));
  } catch {
    return undefined;
  }
}

/** Whether a Unix mode is that of a file or folder, and not of a link, device or pipe. */
export function isPlainUnixMode(mode: number): boolean {
  const type = mode & UNIX_TYPE_MASK;
  return type === 0 || type === UNIX_FILE || type === UNIX_FOLDER;
}

/** The kind of an entry; a link is one whatever else it says. */
export function entryKind(isLink: boolean, isFolder: boolean): RarEntry['kind'] {
  if (isLink) return 'link';
  return isFolder ? 'folder' : 'file';
}
