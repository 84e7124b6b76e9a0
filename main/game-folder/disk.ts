/** What can be at a path; a link is never followed. */
export type Kind = 'file' | 'folder' | 'link' | 'other';

/** What is known of a path without opening it. */
export interface Facts {
  readonly kind: Kind;
  readonly size: number;
  readonly mtimeMs: number;
}

/** One name in a folder. */
export interface Entry {
  readonly name: string;
  readonly kind: Kind;
}

/**
 * The file system as this room uses it: each call is one step that a kill can come before or into.
 * Errors are Node's own; `asFailure` translates them. No call follows a link at the path it is given.
 */
export interface Disk {
  /** What is at a path, undefined where nothing is. */
  look(path: string): Promise<Facts | undefined>;
  /** The names in a folder, none where no folder is. */
  list(folder: string): Promise<readonly Entry[]>;
  read(file: string): Promise<Uint8Array>;
  /** Writes a file anew, flushed. */
  write(file: string, bytes: Uint8Array): Promise<void>;
  /** Makes a folder in one that is there. */
  makeFolder(folder: string): Promise<void>;
  /** Makes a file's bytes durable. */
  flushFile(file: string): Promise<void>;
  /** Makes the names in a folder durable, where the system can. */
  flushFolder(folder: string): Promise<void>;
  /** Renames, in place of a file that is at `to`. */
  move(from: string, to: string): Promise<void>;
  /** Makes the file or link `from` be at `to` too, as durable as it is. */
  duplicate(from: string, to: string): Promise<void>;
  haveSameBytes(left: string, right: string): Promise<boolean>;
  /** Removes whatever is at a path, a folder with all that is in it. */
  remove(path: string): Promise<void>;
  /** Removes a folder where it is empty. */
  removeEmptyFolder(folder: string): Promise<void>;
}
