import { sep } from 'node:path';
import type { GameId } from '../../../shared/domain/ids.ts';
import { decodeOutline } from '../../manifest/manifest-codec.ts';
import type { ServedGame } from '../network.ts';

/** A file that may be read for others: where it is, and what it was when it was published. */
export interface ServedFile {
  readonly gameId: GameId;
  readonly path: string;
  readonly absolutePath: string;
  readonly size: number;
  /** Undefined while it is still being written; then it must be read by `hashes` alone. */
  readonly inode: number | undefined;
}

/** A part of a file that may be read. */
export interface ServedRange {
  readonly file: ServedFile;
  readonly offset: number;
  readonly length: number;
}

/** A published game with a way to its files; nothing else of its folder can be reached. */
export interface PublishedGame {
  readonly game: ServedGame;
  /** By path, exactly as the outline spells it. */
  readonly files: ReadonlyMap<string, ServedFile>;
}

interface Entry {
  readonly game: ServedGame;
  // Made at the first request: at start there are thousands of games, and few are asked for.
  files?: Map<string, ServedFile>;
}

/** What may be served right now: as the engine published it, less what has proven to be gone. */
export class ServedGames {
  readonly #entries = new Map<GameId, Entry>();

  publish(game: ServedGame): void {
    this.#entries.set(game.gameId, { game });
  }

  withdraw(gameId: GameId): void {
    this.#entries.delete(gameId);
  }

  find(gameId: GameId): PublishedGame | undefined {
    const entry = this.#entries.get(gameId);
    if (entry === undefined) return undefined;
    entry.files ??= filesOf(entry.game);
    return { game: entry.game, files: entry.files };
  }

  /** Serves a file no more, until its game is published anew. */
  forget(file: ServedFile): void {
    const files = this.#entries.get(file.gameId)?.files;
    if (files?.get(file.path) === file) files.delete(file.path);
  }
}

function filesOf({ gameId, folder, outline: bytes, inodes }: ServedGame): Map<string, ServedFile> {
  const outline = decodeOutline(bytes);
  const files = new Map<string, ServedFile>();
  if ('problem' in outline) return files;
  for (const [index, { path, size }] of outline.files.entries()) {
    const inode = inodes[index];
    if (inode === undefined) continue;
    const absolutePath = folder + sep + path.replaceAll('/', sep);
    files.set(path, { gameId, path, absolutePath, size, inode });
  }
  return files;
}
