import { LanspreadError } from '../../shared/errors.ts';
import { quoted, unsafeArchive } from './refusal.ts';

/** A file or folder that an archive unpacks to, as messages name it. */
export interface Place {
  readonly label: string;
  readonly path: string;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'Lanspread may not write there. Check the permissions of the games folder',
  EPERM: 'Lanspread may not write there. Check the permissions of the games folder',
  EROFS: 'the disk is read-only. Choose another games folder',
  EFBIG: 'the file is too large for this disk. Choose a games folder on another disk',
  ENAMETOOLONG: 'its path is too long for this disk. Choose a games folder with a shorter path',
  ENOENT: 'the folder has gone. Install the game again',
  EMFILE: 'too many files are open. Close other programs and install again',
};

/** Does `task`, whose file operations fail with `no-space`, `io-error` or, in an occupied place, `archive-unsafe`. */
export function onDisk<T>(place: Place, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw diskFailure(error, place);
  }
}

/** The failure that a file operation's error means for `place`; other errors stay as they are. */
export function diskFailure(error: unknown, { label, path }: Place): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof LanspreadError) {
    return error;
  }
  const code = String(error.code);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `No space to unpack ${quoted(path)} of ${label}. Free space and install again.`;
    return new LanspreadError('no-space', message, { cause: error });
  }
  // Only this disk knows that two names are one, or somebody else writes here.
  if (code === 'EEXIST' || code === 'ELOOP' || code === 'ENOTDIR') {
    return unsafeArchive(label, `${quoted(path)} is there already`);
  }
  const reason = REASONS[code] ?? 'the disk reports an error. Check the disk and install again';
  const message = `Can't write ${quoted(path)} of ${label}: ${reason}.`;
  return new LanspreadError('io-error', message, { cause: error });
}
