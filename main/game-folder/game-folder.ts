import type { Outline } from '../../shared/domain/content.ts';

/** What was repaired in a game's folder after an unclean end. */
export interface Recovery {
  /** An update or download whose switch was begun is now whole. */
  readonly finishedSwitch: boolean;
  /** A removal of the download that was begun is now done. */
  readonly finishedRemoval: boolean;
  /** What an install brought whose switch was begun and is now whole; nobody else knows it. */
  readonly finishedInstall?: readonly InstalledFile[];
}

/** A file that an install brought, to tell it from the player's own later on. */
export interface InstalledFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** What is known of a staged version, and of the folder that it goes to. */
export interface StagedFacts {
  /** The bytes of all files that are not empty are durable, and need not be flushed. */
  readonly isFlushed?: boolean;
  /**
   * What earlier downloads brought. Anything else is the player's and is put aside, as it is. Unknown,
   * nothing is the player's.
   */
  readonly brought?: Outline | undefined;
}

/** A new version that is in place. */
export interface SwitchedContent {
  /** The player's files and folders that were there: their new paths in the game's folder. */
  readonly putAside: readonly string[];
}

/** An install that is in place. */
export interface SwitchedInstall {
  /** What it brought, to be remembered. */
  readonly installed: readonly InstalledFile[];
  /** Player's files that its own were put before: their new paths in `local/`. */
  readonly keptBeside: readonly string[];
}

/**
 * Every step that creates, replaces or deletes something in a game's folder, each such that
 * a kill at any moment leaves the old whole or the new whole after `recover`. Call that before an
 * operation too: it finishes what one that failed has left. Fails with `no-space` or `io-error`.
 */
export interface GameFolder {
  /** The staging folder's files, absolute; made where missing, kept where there. */
  openStaging(folder: string): Promise<string>;
  /** Bytes are coming in: what `switchToStaged` needs is made ready meanwhile. Again does nothing. */
  prepareSwitch(): void;
  /** Whether an earlier try has left a staging folder. */
  hasStaging(folder: string): Promise<boolean>;
  /** Deletes the staging folder, and the game's folder where nothing else is in it. */
  discardStaging(folder: string): Promise<void>;
  /**
   * Puts a completely staged version in the place of what is there: makes empty files and folders,
   * checks every size, flushes, then switches with the sentinel removed first and written last.
   */
  switchToStaged(folder: string, outline: Outline, facts?: StagedFacts): Promise<SwitchedContent>;
  /** A new empty folder to unpack into, absolute; one left over is deleted first. */
  openInstall(folder: string): Promise<string>;
  discardInstall(folder: string): Promise<void>;
  /**
   * Puts what was unpacked in the place of `local/`. Files in the old `local/` that no install
   * brought are the player's: kept where the new install has none of that name, else kept beside it.
   */
  switchToInstalled(
    folder: string,
    brought: readonly { readonly path: string }[],
    previous: readonly InstalledFile[],
  ): Promise<SwitchedInstall>;
  /** Removes `local/`: gone at once for everyone else, deleted after that. */
  uninstall(folder: string): Promise<void>;
  /** Removes the downloaded content, sentinel first, and `local/` unless it is kept. */
  removeContent(folder: string, keepInstall: boolean): Promise<void>;
  /** Finishes or undoes what an unclean end left; a second call changes nothing. Keeps staging. */
  recover(folder: string): Promise<Recovery>;
}
