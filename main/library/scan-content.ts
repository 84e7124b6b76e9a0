import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs';
import { MAX_CONTENT_FILES, outlineSize, type Outline } from '../../shared/domain/content.ts';
import type { ContentHash } from '../../shared/domain/ids.ts';
import { contentPathProblem, isPrivateName } from '../../shared/domain/portable-path.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeOutline, outlineProblem } from '../manifest/manifest-codec.ts';
import { column } from './column.ts';
import { type Entry, entryKind } from './entry-kind.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { ScannedContent } from './library.ts';
import { AS_KNOWN } from './packed.ts';
import { readFault } from './read-fault.ts';

/** Why a game's content can't be passed on. */
export interface ContentProblem {
  /** Below the game's folder; empty for the folder itself. */
  readonly path: string;
  readonly problem: string;
  /** Whether the file system is behind it, and not what lies there. */
  readonly isReadFault: boolean;
}

/** More folders than this are no game that peers pass on. */
export const MAX_CONTENT_FOLDERS = MAX_CONTENT_FILES;

// Columns, not an object a file: hundreds of thousands of files are only looked at and forgotten again.
interface Walk {
  readonly folder: string;
  readonly paths: string[];
  readonly sizes: number[];
  readonly inodes: number[];
  readonly mtimesMs: number[];
  readonly emptyFolders: string[];
  /** Folders that are known, but not read yet. */
  readonly ahead: string[];
  foldersSeen: number;
}

/**
 * Reads what a game is made of, given the entries of its folder; the first problem ends it. Where what
 * it finds has the fingerprint `known`, it says that alone.
 */
export function scanContent(
  folder: string,
  entries: readonly Dirent[],
  known: ContentHash | undefined,
): ScannedContent | ContentProblem | typeof AS_KNOWN {
  const walk: Walk = {
    ...{ folder, paths: [], sizes: [], inodes: [], mtimesMs: [] },
    ...{ emptyFolders: [], ahead: [], foldersSeen: 0 },
  };
  const atRoot = entries.filter(({ name }) => !isPrivateName(name));
  let problem = takeEntries(walk, '', atRoot);
  while (problem === undefined) {
    const next = walk.ahead.pop();
    if (next === undefined) return seenContent(walk, known);
    problem = takeFolder(walk, next);
  }
  return problem;
}

function takeFolder(walk: Walk, path: string): ContentProblem | undefined {
  const entries = readEntries(`${walk.folder}/${path}`);
  if (typeof entries === 'string') return unreadable(path, entries);
  if (entries.length === 0) walk.emptyFolders.push(path);
  return takeEntries(walk, `${path}/`, entries);
}

function takeEntries(
  walk: Walk,
  prefix: string,
  entries: readonly Dirent[],
): ContentProblem | undefined {
  for (const entry of entries) {
    const problem = takeEntry(walk, prefix + entry.name, entry);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function takeEntry(walk: Walk, path: string, entry: Entry): ContentProblem | undefined {
  if (entry.isFile()) return takeFile(walk, path);
  if (!entry.isDirectory()) return about(path, `is ${entryKind(entry)}`);
  // Files are checked all at once; folders before they are entered, which bounds the depth.
  const problem = contentPathProblem(path);
  if (problem !== undefined) return about(path, problem);
  walk.foldersSeen += 1;
  if (walk.foldersSeen > MAX_CONTENT_FOLDERS) return tooMany(MAX_CONTENT_FOLDERS, 'folders');
  walk.ahead.push(path);
  return undefined;
}

function takeFile(walk: Walk, path: string): ContentProblem | undefined {
  if (walk.paths.length >= MAX_CONTENT_FILES) return tooMany(MAX_CONTENT_FILES, 'files');
  const stats = readStats(`${walk.folder}/${path}`);
  if (typeof stats === 'string') return unreadable(path, stats);
  if (!stats.isFile()) return about(path, `is ${entryKind(stats)}`);
  walk.paths.push(path);
  walk.sizes.push(stats.size);
  walk.inodes.push(stats.ino);
  walk.mtimesMs.push(stats.mtimeMs);
  return undefined;
}

// What is known has been checked before: the same files and folders need no other look.
function seenContent(
  walk: Walk,
  known: ContentHash | undefined,
): ScannedContent | ContentProblem | typeof AS_KNOWN {
  const fingerprint = fingerprintOf(walk);
  return fingerprint === known ? AS_KNOWN : contentOf(walk, fingerprint);
}

function contentOf(walk: Walk, fingerprint: ContentHash): ScannedContent | ContentProblem {
  const { paths, sizes, inodes, mtimesMs } = walk;
  const order = [...paths.keys()].sort((left, right) => byText(paths[left], paths[right]));
  const outline: Outline = {
    files: order.map((at) => ({ path: paths[at] ?? '', size: sizes[at] ?? 0 })),
    emptyFolders: [...walk.emptyFolders].sort(),
  };
  const problem = outlineProblem(outline);
  if (problem !== undefined) return { path: '', problem, isReadFault: false };
  // A copy, since a small encoding shares its memory with others and would be sent along with it.
  const outlineBytes = Uint8Array.from(encodeOutline(outline));
  return {
    outline,
    outlineBytes,
    outlineHash: contentHash(outlineBytes),
    size: outlineSize(outline),
    inodes: column(order, (at) => inodes[at] ?? 0),
    mtimesMs: column(order, (at) => mtimesMs[at] ?? 0),
    fingerprint,
  };
}

function readEntries(folder: string): readonly Dirent[] | string {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return readFault(error);
  }
}

function readStats(file: string): Stats | string {
  try {
    return lstatSync(file);
  } catch (error) {
    return readFault(error);
  }
}

function about(path: string, problem: string): ContentProblem {
  return { path, problem: `${JSON.stringify(path)} ${problem}`, isReadFault: false };
}

function unreadable(path: string, fault: string): ContentProblem {
  return { ...about(path, `can't be read: ${fault}`), isReadFault: true };
}

function tooMany(limit: number, what: string): ContentProblem {
  return { path: '', problem: `it has more than ${limit} ${what}`, isReadFault: false };
}

// By code unit, as the outline's canonical form is sorted: facts and files go by the same index.
function byText(left = '', right = ''): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
