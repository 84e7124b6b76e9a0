import { closeSync, type Dirent, readSync } from 'node:fs';
import { join } from 'node:path';
import { SENTINEL } from '../../shared/domain/content.ts';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import { parseVersion, type Version } from '../../shared/domain/version.ts';
import { entryKind } from './entry-kind.ts';
import { openFile } from './open-file.ts';
import { readFault } from './read-fault.ts';

/** What a game's sentinel says: a version, or what is wrong with it, or neither where it has none. */
export interface Sentinel {
  readonly version: Version | undefined;
  readonly problem: string | undefined;
  /** Whether it could not be read, so that it may say a version after all. */
  readonly hasReadFault: boolean;
}

/** Longer ones hold no version; not a byte more is read. */
export const MAX_SENTINEL_BYTES = 64;

const MAX_SHOWN_LENGTH = 24;

const NO_SENTINEL: Sentinel = { version: undefined, problem: undefined, hasReadFault: false };

/** Reads the sentinel among the entries of a game's folder. */
export function readSentinel(folder: string, entries: readonly Dirent[]): Sentinel {
  const entry = entries.find(({ name }) => name === SENTINEL);
  if (!entry) return withoutSentinel(entries);
  if (!entry.isFile()) return bad(`is ${entryKind(entry)}`);
  try {
    return readVersion(join(folder, SENTINEL));
  } catch (error) {
    return { ...bad(`can't be read: ${readFault(error)}`), hasReadFault: true };
  }
}

function readVersion(file: string): Sentinel {
  const opened = openFile(file);
  if (!opened) return bad('is no file');
  try {
    if (opened.stats.size > MAX_SENTINEL_BYTES) return bad(`is over ${MAX_SENTINEL_BYTES} bytes`);
    const bytes = Buffer.alloc(MAX_SENTINEL_BYTES);
    const text = bytes.toString('utf8', 0, readSync(opened.fd, bytes));
    const version = parseVersion(text);
    return version === undefined ? bad(`holds ${shown(text)}`) : { ...NO_SENTINEL, version };
  } finally {
    closeSync(opened.fd);
  }
}

function withoutSentinel(entries: readonly Dirent[]): Sentinel {
  const twin = entries.find(({ name }) => collisionKey(name) === SENTINEL);
  return twin ? bad(`is spelled ${shown(twin.name)}`) : NO_SENTINEL;
}

function bad(fault: string): Sentinel {
  const problem =
    `is not ready: its ${SENTINEL} ${fault}. It must be a file of that very name that holds the ` +
    "version's day as YYYYMMDD. Correct it if the copy is whole, else download the game again.";
  return { ...NO_SENTINEL, problem };
}

function shown(text: string): string {
  if (text.trim() === '') return 'nothing';
  return JSON.stringify(text.trim().slice(0, MAX_SHOWN_LENGTH).replace(/\p{C}/gu, '\uFFFD'));
}
