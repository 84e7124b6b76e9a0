import { join, posix } from 'node:path';
import type { Outline } from '../../shared/domain/content.ts';
import { collisionKey, isPrivateName } from '../../shared/domain/portable-path.ts';
import type { Disk, Entry } from './disk.ts';
import { inParallel } from '../kit/in-parallel.ts';
import { nameBeside } from './kept-paths.ts';
import { Brought, NewNames } from './names.ts';
import type { Places } from './places.ts';

/**
 * Removes from a game's root what the new version lacks, and leaves what the player has put there: at
 * its place, or beside it as `name (yours).ext` where the new version takes that name. Without knowing
 * what was brought nothing counts as the player's. Gives the new paths of what went beside.
 *
 * Begun again after a kill, it ends the same: each step is one rename or one removal, and what was not
 * brought is never removed.
 */
export async function makeWay(
  disk: Disk,
  places: Places,
  outline: Outline,
  brought: Outline | undefined,
): Promise<readonly string[]> {
  const way = new Way(disk, places, outline, brought);
  await way.clear('');
  return way.keptBeside;
}

class Way {
  readonly keptBeside: string[] = [];
  readonly #disk: Disk;
  readonly #places: Places;
  readonly #fresh: NewNames;
  readonly #brought: Brought | undefined;

  constructor(disk: Disk, places: Places, outline: Outline, brought: Outline | undefined) {
    this.#disk = disk;
    this.#places = places;
    this.#fresh = new NewNames(outline);
    this.#brought = brought && new Brought(brought);
  }

  async clear(folder: string): Promise<void> {
    const entries = await this.#list(folder);
    const others = entries.filter(({ kind }) => kind !== 'folder');
    await inParallel(others, async (entry) => {
      const path = posix.join(folder, entry.name);
      const isReplaced = entry.kind === 'file' && this.#fresh.isFile(path);
      if (!isReplaced && !(await this.#isPlayers(path, entry.kind))) await this.#remove(path);
    });
    const names = new Set(entries.map(({ name }) => name));
    for (const { name, kind } of entries) {
      if (kind === 'folder') await this.#clearFolder(posix.join(folder, name), names);
    }
    // Names are given once all that goes has gone, so that they are the same after a kill.
    if (this.#brought) await this.#keepBeside(folder);
  }

  async #clearFolder(path: string, siblings: ReadonlySet<string>): Promise<void> {
    if (this.#fresh.isFolder(path)) return this.clear(path);
    if (!this.#brought) return this.#remove(path);
    const spelt = this.#fresh.folderAs(path);
    if (spelt !== undefined && (await this.#isOneFolder(spelt, siblings))) {
      await this.#disk.move(this.#at(path), this.#at(spelt));
      return this.clear(spelt);
    }
    await this.clear(path);
    if (this.#brought.isFolder(path)) await this.#disk.removeEmptyFolder(this.#at(path));
  }

  // A name that is there, and not in the list: this disk makes no difference between the spellings.
  async #isOneFolder(spelt: string, siblings: ReadonlySet<string>): Promise<boolean> {
    if (siblings.has(posix.basename(spelt))) return false;
    return (await this.#disk.look(this.#at(spelt))) !== undefined;
  }

  async #keepBeside(folder: string): Promise<void> {
    const entries = await this.#list(folder);
    const taken = new Set(entries.map(({ name }) => collisionKey(posix.join(folder, name))));
    const before = this.keptBeside.length;
    for (const { name, kind } of entries.sort(byName)) {
      const path = posix.join(folder, name);
      if (await this.#isInTheWay(path, kind)) await this.#moveBeside(path, taken);
    }
    // Before anything comes in its place, or a power cut could take the player's file for it.
    if (this.keptBeside.length > before) await this.#disk.flushFolder(this.#at(folder));
  }

  async #isInTheWay(path: string, kind: Entry['kind']): Promise<boolean> {
    const key = collisionKey(path);
    if (kind === 'folder') return !this.#fresh.isFolder(path) && this.#fresh.isFileKey(key);
    if (!this.#fresh.isFile(path)) return this.#fresh.isKey(key);
    return (await this.#isPlayers(path, kind)) && (await this.#isReplacedByOther(path));
  }

  // What is staged no more is in its place already, since a time before a kill.
  async #isReplacedByOther(path: string): Promise<boolean> {
    const fresh = join(this.#places.switchFiles, path);
    const staged = await this.#disk.look(fresh);
    if (!staged) return false;
    const there = await this.#disk.look(this.#at(path));
    if (there?.kind !== 'file' || there.size !== staged.size) return true;
    return !(await this.#disk.haveSameBytes(this.#at(path), fresh));
  }

  async #isPlayers(path: string, kind: Entry['kind']): Promise<boolean> {
    if (!this.#brought) return false;
    if (kind !== 'file') return true;
    if (this.#brought.isFile(path)) return false;
    const there = await this.#disk.look(this.#at(path));
    return there === undefined || !this.#brought.isFileOtherwiseSpelt(path, there.size);
  }

  async #moveBeside(path: string, taken: Set<string>): Promise<void> {
    let to = '';
    for (let number = 1; to === ''; number += 1) {
      const candidate = nameBeside(path, number);
      const key = collisionKey(candidate);
      if (!taken.has(key) && !this.#fresh.isKey(key)) to = candidate;
    }
    taken.add(collisionKey(to));
    await this.#disk.move(this.#at(path), this.#at(to));
    this.keptBeside.push(to);
  }

  async #list(folder: string): Promise<Entry[]> {
    const entries = await this.#disk.list(this.#at(folder));
    return entries.filter(({ name }) => folder !== '' || !isPrivateName(name));
  }

  #remove(path: string): Promise<void> {
    return this.#disk.remove(this.#at(path));
  }

  #at(path: string): string {
    return join(this.#places.game, path);
  }
}

function byName(left: Entry, right: Entry): number {
  if (left.name === right.name) return 0;
  return left.name < right.name ? -1 : 1;
}
