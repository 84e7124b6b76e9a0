import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathProblem } from '../../shared/domain/portable-path.ts';
import { type Picture, readPicture } from './picture.ts';

/** Where a cover may lie: `path`, with `/` between parts, below `folder`. */
export interface CoverPlace {
  readonly folder: string;
  readonly path: string;
}

/** A cover that may be shown. */
export interface Cover {
  readonly bytes: Buffer;
  readonly type: Picture['type'];
}

/** A larger file is no cover: 4 MiB. */
export const MAX_COVER_BYTES = 4 * 1024 * 1024;

/** Larger pictures fill the memory once they are drawn, however small their file is. */
export const MAX_COVER_SIDE = 3_072;

// A link is not followed and a pipe is not waited for. Windows has neither flag, where both count as 0.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * The first place with a cover that may be shown. Covers come from other PCs together with their
 * game, so nothing about them is believed: only a regular file, reached through real folders, that
 * is a still picture of a sensible size by its own bytes.
 */
export async function readCover(places: readonly CoverPlace[]): Promise<Cover | undefined> {
  for (const place of places) {
    const cover = await readOne(place).catch(() => undefined);
    if (cover) return cover;
  }
  return undefined;
}

async function readOne({ folder, path }: CoverPlace): Promise<Cover | undefined> {
  if (pathProblem(path) !== undefined || !(await isPlainBelow(folder, path))) return undefined;
  const bytes = await readSmallFile(join(folder, path));
  const picture = bytes && readPicture(bytes);
  return picture && isShowable(picture) ? { bytes, type: picture.type } : undefined;
}

async function isPlainBelow(folder: string, path: string): Promise<boolean> {
  const parts = path.split('/');
  for (const [index] of parts.entries()) {
    const found = await lstat(join(folder, ...parts.slice(0, index + 1)));
    const isLast = index === parts.length - 1;
    if (isLast ? !found.isFile() : !found.isDirectory()) return false;
  }
  return true;
}

async function readSmallFile(file: string): Promise<Buffer | undefined> {
  const handle = await open(file, FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > MAX_COVER_BYTES) return undefined;
    const bytes = Buffer.alloc(stats.size);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytesRead === bytes.length ? bytes : undefined;
  } finally {
    await handle.close();
  }
}

function isShowable({ width, height }: Picture): boolean {
  return [width, height].every((side) => side >= 1 && side <= MAX_COVER_SIDE);
}
