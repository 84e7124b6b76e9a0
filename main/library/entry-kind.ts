import type { StatsBase } from 'node:fs';

/** An entry of a folder, as listing the folder or asking for the entry tells it. */
export type Entry = Pick<
  StatsBase<number>,
  'isDirectory' | 'isFile' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'
>;

/** What an entry is, in words for people. */
export function entryKind(entry: Entry): string {
  if (entry.isDirectory()) return 'a folder';
  if (entry.isFile()) return 'a file';
  if (entry.isSymbolicLink()) return 'a link';
  if (entry.isFIFO()) return 'a named pipe';
  return entry.isSocket() ? 'a socket' : 'a device';
}
