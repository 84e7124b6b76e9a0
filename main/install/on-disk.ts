import { asDiskFailure } from '../kit/disk/disk-failure.ts';
import { hasCode } from '../kit/disk/errno.ts';
import { quoted, unsafeArchive } from './refusal.ts';

/** A file or folder that an archive unpacks to, as messages name it. */
export interface Place {
  readonly label: string;
  readonly path: string;
}

/** Does `task`, whose file operations fail with `no-space`, `io-error` or, in an occupied place, `archive-unsafe`. */
export function onDisk<T>(place: Place, task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw unpackFailure(error, place);
  }
}

/** The failure that a file operation's error means for `place`; other errors stay as they are. */
export function unpackFailure(error: unknown, { label, path }: Place): unknown {
  // Only this disk knows that two names are one, or somebody else writes here.
  if (hasCode(error, 'EEXIST', 'ELOOP', 'ENOTDIR')) {
    return unsafeArchive(label, `${quoted(path)} is there already`);
  }
  return asDiskFailure(error, `${quoted(path)} of ${label}`);
}
