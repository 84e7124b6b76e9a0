import { closeSync, fdatasync, fdatasyncSync } from 'node:fs';
import { promisify } from 'node:util';
import type { ContentFile } from '../../../shared/domain/content.ts';
import { asDiskFailure } from '../../kit/disk/disk-failure.ts';
import { type DiskStep, whileQuick } from '../../kit/disk/while-quick.ts';
import { othersFirst } from '../../kit/others-first.ts';
import { createSmall } from './create-small.ts';
import type { StagedFolder } from './staged-folder.ts';

/** Files that a thread has open at a time, until they are flushed together: all threads stay far below 1,024. */
const MAX_OPEN = 64;

/** Files flushed at the same time: what has its own journal writes that once for all of them. */
const FLUSHES = 32;

const flushLater = promisify(fdatasync);

/** A small file, and all that it is to hold. */
export interface WholeFile {
  readonly file: ContentFile;
  readonly bytes: Uint8Array;
}

interface Made {
  readonly descriptor: number;
  readonly path: string;
}

/**
 * Makes small files, durable when it resolves; gives those in whose place something is already. Fails
 * with `no-space` or `io-error`.
 */
export async function createAllSmall(
  folder: StagedFolder,
  files: readonly WholeFile[],
): Promise<readonly WholeFile[]> {
  const taken: WholeFile[] = [];
  for (let at = 0; at < files.length; at += MAX_OPEN) {
    // A thousand of them hold up a slow PC for a tenth of a second.
    if (at > 0) await othersFirst();
    taken.push(...(await createSome(folder, files.slice(at, at + MAX_OPEN))));
  }
  return taken;
}

async function createSome(
  folder: StagedFolder,
  files: readonly WholeFile[],
): Promise<readonly WholeFile[]> {
  const made: Made[] = [];
  const taken: WholeFile[] = [];
  try {
    for (const one of files) {
      const descriptor = create(folder, one);
      if (descriptor === undefined) taken.push(one);
      else made.push({ path: one.file.path, descriptor });
    }
    await whileQuick(made, flushing(folder), FLUSHES);
  } finally {
    for (const { descriptor } of made) closeSync(descriptor);
  }
  return taken;
}

function create(folder: StagedFolder, { file, bytes }: WholeFile): number | undefined {
  try {
    return createSmall(folder.prepare(file.path), bytes);
  } catch (error) {
    throw asDiskFailure(error, folder.label(file.path));
  }
}

function flushing(folder: StagedFolder): DiskStep<Made> {
  return {
    blocking: ({ descriptor, path }) => {
      try {
        fdatasyncSync(descriptor);
        return true;
      } catch (error) {
        throw asDiskFailure(error, folder.label(path));
      }
    },
    waiting: async ({ descriptor, path }) => {
      try {
        await flushLater(descriptor);
      } catch (error) {
        throw asDiskFailure(error, folder.label(path));
      }
    },
  };
}
