import { posix } from 'node:path';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import { foldersAbove, type Tree } from './tree.ts';

const MAX_NAME_BYTES = 255;
const MAX_EXTENSION_BYTES = 32;

/**
 * Where a player's files go in a new install: to their own paths where it brings nothing of that
 * name, else beside it as `name (yours).ext`. Names count as equal where any system says so.
 */
export class KeptPaths {
  // By collision key: the path as the install spells it.
  readonly #broughtFiles: ReadonlyMap<string, string>;
  readonly #broughtFolders: ReadonlySet<string>;
  // Collision keys of all names that a new name must keep clear of.
  readonly #taken: Set<string>;
  readonly #folders = new Map<string, string>();

  constructor(brought: Tree, playersPaths: readonly string[]) {
    this.#broughtFiles = new Map(brought.others.map(({ path }) => [collisionKey(path), path]));
    this.#broughtFolders = new Set(brought.folders.map(collisionKey));
    this.#taken = new Set([...this.#broughtFiles.keys(), ...this.#broughtFolders]);
    for (const path of playersPaths) {
      for (const each of [...foldersAbove(path), path]) this.#taken.add(collisionKey(each));
    }
  }

  /** The file that the install brings under this name, as it spells it. */
  broughtAs(path: string): string | undefined {
    return this.#broughtFiles.get(collisionKey(path));
  }

  /** Where a player's file goes; each answer is given once. */
  pathFor(path: string): string {
    const wanted = posix.join(this.#folderFor(posix.dirname(path)), posix.basename(path));
    const key = collisionKey(wanted);
    const isFree = !this.#broughtFiles.has(key) && !this.#broughtFolders.has(key);
    return isFree ? wanted : this.#beside(wanted);
  }

  // A folder whose name the install gives to a file goes beside it, with all that is in it.
  #folderFor(folder: string): string {
    if (folder === '.') return '';
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const wanted = posix.join(this.#folderFor(posix.dirname(folder)), posix.basename(folder));
    const free = this.#broughtFiles.has(collisionKey(wanted)) ? this.#beside(wanted) : wanted;
    this.#folders.set(folder, free);
    return free;
  }

  #beside(path: string): string {
    for (let number = 1; ; number += 1) {
      const candidate = nameBeside(path, number);
      const key = collisionKey(candidate);
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return candidate;
    }
  }
}

/** `a/b.cfg` as `a/b (yours).cfg`, from the second on as `a/b (yours 2).cfg`; never too long a name. */
export function nameBeside(path: string, number: number): string {
  const { dir, base, name, ext } = posix.parse(path);
  const isSplit = Buffer.byteLength(ext) <= MAX_EXTENSION_BYTES;
  const mark = number === 1 ? ' (yours)' : ` (yours ${number})`;
  const tail = isSplit ? mark + ext : mark;
  const stem = Array.from(isSplit ? name : base);
  while (Buffer.byteLength(stem.join('') + tail) > MAX_NAME_BYTES) stem.pop();
  return posix.join(dir, stem.join('') + tail);
}
