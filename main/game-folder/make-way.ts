import { join, posix } from 'node:path';
import type { Outline } from '../../shared/domain/content.ts';
import { isPrivateName } from '../../shared/domain/portable-path.ts';
import type { Disk, Entry } from './disk.ts';
import { inParallel } from '../kit/in-parallel.ts';
import { Brought, NewNames } from './names.ts';
import type { Places } from './places.ts';
import { PlayersCorner } from './players-corner.ts';

/**
 * Removes from a game's root what the new version lacks. What the player has put there goes to the
 * player's corner as it is, unless the new version brings the very same file. Without knowing what was
 * brought nothing counts as the player's. Gives the new paths of what was put aside.
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
  // Before anything comes in their place, or a power cut could lose them.
  return way.corner.close();
}

class Way {
  readonly corner: PlayersCorner;
  readonly #disk: Disk;
  readonly #places: Places;
  readonly #fresh: NewNames;
  readonly #brought: Brought | undefined;

  constructor(disk: Disk, places: Places, outline: Outline, brought: Outline | undefined) {
    this.corner = new PlayersCorner(disk, places);
    this.#disk = disk;
    this.#places = places;
    this.#fresh = new NewNames(outline);
    this.#brought = brought && new Brought(brought);
  }

  async clear(folder: string): Promise<void> {
    const entries = await this.#list(folder);
    const others = entries.filter(({ kind }) => kind !== 'folder');
    const players: string[] = [];
    await inParallel(others, async ({ name, kind }) => {
      const path = posix.join(folder, name);
      const isNew = kind === 'file' && this.#fresh.isFile(path);
      if (!(await this.#isPlayers(path, kind))) {
        if (!isNew) await this.#disk.remove(this.#at(path));
      } else if (!isNew || (await this.#isReplacedByOther(path))) players.push(path);
    });
    for (const path of players.sort()) await this.corner.take(path);
    const names = new Set(entries.map(({ name }) => name));
    for (const { name, kind } of entries) {
      if (kind === 'folder') await this.#clearFolder(posix.join(folder, name), names);
    }
  }

  async #clearFolder(path: string, siblings: ReadonlySet<string>): Promise<void> {
    if (this.#fresh.isFolder(path)) return this.clear(path);
    if (!this.#brought) return this.#disk.remove(this.#at(path));
    const spelt = this.#fresh.folderAs(path);
    if (spelt !== undefined && (await this.#isOneFolder(spelt, siblings))) {
      await this.#disk.move(this.#at(path), this.#at(spelt));
      return this.clear(spelt);
    }
    if (!this.#brought.isFolder(path)) return this.corner.take(path);
    await this.clear(path);
    await this.#disk.removeEmptyFolder(this.#at(path));
  }

  // A name that is there, and not in the list: this disk makes no difference between the spellings.
  async #isOneFolder(spelt: string, siblings: ReadonlySet<string>): Promise<boolean> {
    if (siblings.has(posix.basename(spelt))) return false;
    return (await this.#disk.look(this.#at(spelt))) !== undefined;
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

  async #list(folder: string): Promise<readonly Entry[]> {
    const entries = await this.#disk.list(this.#at(folder));
    return entries.filter(({ name }) => folder !== '' || !isPrivateName(name));
  }

  #at(path: string): string {
    return join(this.#places.game, path);
  }
}
