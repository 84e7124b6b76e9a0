import { z } from 'zod';
import type { Outline } from '../../shared/domain/content.ts';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import { foldersAbove, foldersOf } from './tree.ts';

const writtenOutline = z.object({
  files: z.array(z.object({ path: z.string(), size: z.int().min(0) })),
  emptyFolders: z.array(z.string()),
});

const NOTHING: Outline = { files: [], emptyFolders: [] };

/** The names that a new version takes; two count as one where any system says so. */
export class NewNames {
  readonly #files: ReadonlySet<string>;
  // By collision key: the path as the new version spells it.
  readonly #folders: ReadonlyMap<string, string>;

  constructor(outline: Outline) {
    this.#files = new Set(outline.files.map(({ path }) => path));
    this.#folders = new Map(foldersOf(outline).map((path) => [collisionKey(path), path]));
  }

  isFile(path: string): boolean {
    return this.#files.has(path);
  }

  isFolder(path: string): boolean {
    return this.folderAs(path) === path;
  }

  /** The folder of the new version that goes by this name, as it spells it. */
  folderAs(path: string): string | undefined {
    return this.#folders.get(collisionKey(path));
  }
}

/** What downloads have brought into a game's folder; anything else there is the player's. */
export class Brought {
  readonly #paths: ReadonlySet<string>;
  readonly #sizesByKey: ReadonlyMap<string, number>;
  readonly #folderKeys: ReadonlySet<string>;

  constructor({ files, emptyFolders }: Outline) {
    const paths = [...files.map(({ path }) => path), ...emptyFolders];
    const folders = [...paths.flatMap(foldersAbove), ...emptyFolders];
    this.#paths = new Set(files.map(({ path }) => path));
    this.#sizesByKey = new Map(files.map(({ path, size }) => [collisionKey(path), size]));
    this.#folderKeys = new Set(folders.map(collisionKey));
  }

  isFile(path: string): boolean {
    return this.#paths.has(path);
  }

  /** The disk may have a spelling of its own: then a file must have the right size to count. */
  isFileOtherwiseSpelt(path: string, size: number): boolean {
    return this.#sizesByKey.get(collisionKey(path)) === size;
  }

  isFolder(path: string): boolean {
    return this.#folderKeys.has(collisionKey(path));
  }
}

/** What `readBrought` reads. */
export function writeBrought(brought: Outline): Uint8Array {
  return Buffer.from(JSON.stringify(brought));
}

/** Unreadable, nothing is known to be brought: then all counts as the player's, and nothing is lost. */
export function readBrought(bytes: Uint8Array): Outline {
  try {
    return writtenOutline.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return NOTHING;
  }
}
