import { basename, join, posix } from 'node:path';
import type { Disk } from './disk.ts';
import type { Places } from './places.ts';
import { ensureFolder, flushFolders, foldersAbove, listTree } from './tree.ts';

/**
 * Where a switch puts what the player had at a game's root: each under its own path, in a numbered
 * folder of this switch's own, so that nothing ever lands on what an earlier one has put there.
 */
export class PlayersCorner {
  readonly #disk: Disk;
  readonly #places: Places;
  readonly #taken: string[] = [];
  #number: string | undefined;

  constructor(disk: Disk, places: Places) {
    this.#disk = disk;
    this.#places = places;
  }

  /** Moves a file, or a folder with all that is in it, in one step. */
  async take(path: string): Promise<void> {
    this.#number ??= await this.#open();
    const folder = join(this.#places.playersCorner, this.#number);
    for (const above of foldersAbove(path)) await ensureFolder(this.#disk, join(folder, above));
    await this.#disk.move(join(this.#places.game, path), join(folder, path));
    this.#taken.push(posix.join(basename(this.#places.playersCorner), this.#number, path));
  }

  /** Makes it durable; gives the paths of what was taken, from the game's root. */
  async close(): Promise<readonly string[]> {
    const { game, playersCorner } = this.#places;
    if (this.#number === undefined) return [];
    const { folders } = await listTree(this.#disk, join(playersCorner, this.#number));
    await flushFolders(this.#disk, join(playersCorner, this.#number), folders);
    await this.#disk.flushFolder(playersCorner);
    await this.#disk.flushFolder(game);
    return this.#taken;
  }

  async #open(): Promise<string> {
    const { playersCorner } = this.#places;
    await ensureFolder(this.#disk, playersCorner);
    let number = 1;
    while (await this.#disk.look(join(playersCorner, String(number)))) number += 1;
    await this.#disk.makeFolder(join(playersCorner, String(number)));
    return String(number);
  }
}
