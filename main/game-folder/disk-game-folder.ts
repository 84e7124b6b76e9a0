import type { Outline } from '../../shared/domain/content.ts';
import { switchToStaged } from './content-switch.ts';
import type { Disk } from './disk.ts';
import { asFailure, failed, labelOf } from './failure.ts';
import type {
  GameFolder,
  InstalledFile,
  Recovery,
  StagedFacts,
  SwitchedContent,
  SwitchedInstall,
} from './game-folder.ts';
import { openInstall, switchToInstalled } from './local-switch.ts';
import { nodeDisk } from './node-disk.ts';
import { type Places, placesIn } from './places.ts';
import { recover } from './recovery.ts';
import { discard, removeContent } from './removal.ts';
import { openStaging } from './staging.ts';
import type { SwitchThread } from './switch-thread.ts';

/** Game folders on a disk: refuses links in their place, and tells every trouble as a `LanspreadError`. */
export class DiskGameFolder implements GameFolder {
  readonly #disk: Disk;
  readonly #switching: SwitchThread | undefined;

  /** New versions are switched in by another thread where one is given. */
  constructor(disk: Disk = nodeDisk, switching?: SwitchThread) {
    this.#disk = disk;
    this.#switching = switching;
  }

  openStaging(folder: string): Promise<string> {
    return this.#within(folder, async (disk, places) => {
      if (!(await disk.look(folder))) await disk.makeFolder(folder);
      return openStaging(disk, places);
    });
  }

  prepareSwitch(): void {
    this.#switching?.warmUp();
  }

  hasStaging(folder: string): Promise<boolean> {
    return this.#within(folder, async (disk, { stagedFiles }) => {
      return (await disk.look(stagedFiles)) !== undefined;
    });
  }

  discardStaging(folder: string): Promise<void> {
    return this.#within(folder, async (disk, places) => {
      await discard(disk, places, places.staging);
      await disk.removeEmptyFolder(folder);
    });
  }

  switchToStaged(
    folder: string,
    outline: Outline,
    facts: StagedFacts = {},
  ): Promise<SwitchedContent> {
    if (this.#switching) return this.#switching.switchToStaged({ folder, outline, facts });
    return this.#within(folder, (disk, places) => switchToStaged(disk, places, outline, facts));
  }

  openInstall(folder: string): Promise<string> {
    return this.#within(folder, openInstall);
  }

  discardInstall(folder: string): Promise<void> {
    return this.#within(folder, (disk, places) => discard(disk, places, places.install));
  }

  switchToInstalled(
    folder: string,
    brought: readonly { readonly path: string }[],
    previous: readonly InstalledFile[],
  ): Promise<SwitchedInstall> {
    return this.#within(folder, (disk, places) =>
      switchToInstalled(disk, places, brought, previous),
    );
  }

  uninstall(folder: string): Promise<void> {
    return this.#within(folder, async (disk, places) => {
      await discard(disk, places, places.local);
      await disk.removeEmptyFolder(folder);
    });
  }

  removeContent(folder: string, keepInstall: boolean): Promise<void> {
    return this.#within(folder, (disk, places) => removeContent(disk, places, keepInstall));
  }

  async recover(folder: string): Promise<Recovery> {
    try {
      return await recover(this.#disk, placesIn(folder));
    } catch (error) {
      throw asFailure(error, folder);
    }
  }

  async #within<Result>(
    folder: string,
    step: (disk: Disk, places: Places) => Promise<Result>,
  ): Promise<Result> {
    try {
      const there = await this.#disk.look(folder);
      if (there && there.kind !== 'folder') {
        throw failed(
          `${labelOf(folder, folder)} is a link or a file where a game's folder should be, so it was left alone. Put a real folder in its place.`,
        );
      }
      return await step(this.#disk, placesIn(folder));
    } catch (error) {
      throw asFailure(error, folder);
    }
  }
}
