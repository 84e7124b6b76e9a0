import type { Outline } from '../../shared/domain/content.ts';
import type { ContentHash, GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';

/** Something on disk that is not as it should be, told to the player. */
export interface ScanProblem {
  readonly gameId?: GameId;
  /** Relative to the games folder. */
  readonly path: string;
  /** What is wrong with what, and what to do. */
  readonly message: string;
}

/** A game's content as the scan found it: whole, readable, with portable names only. */
export interface ScannedContent {
  readonly outline: Outline;
  /** Canonical bytes of the outline, and their hash. */
  readonly outlineBytes: Uint8Array;
  readonly outlineHash: ContentHash;
  /** Bytes of all files. */
  readonly size: number;
  /** Of each file, in the outline's order. */
  readonly inodes: Float64Array;
  readonly mtimesMs: Float64Array;
  /** Says all that the scan saw: the same as long as no file differs in path, size, inode or time. */
  readonly fingerprint: ContentHash;
}

/** What is known of a game's content from before; where nothing of it has changed, the scan gives it back. */
export type KnownContent = (gameId: GameId) => ScannedContent | undefined;

/** One game's folder as the scan found it. */
export interface ScannedGame {
  readonly gameId: GameId;
  /** Undefined without a valid sentinel: the game is not ready. */
  readonly version: Version | undefined;
  /** Undefined without a version, and where the content can't be passed on: a problem says why. */
  readonly content: ScannedContent | undefined;
  /** Whether `local/` is there, a real folder. */
  readonly installed: boolean;
  /** Names of the `.eti` files at the root, sorted. */
  readonly archives: readonly string[];
  readonly problems: readonly ScanProblem[];
  /** Whether something could not be read, so that more may be there than is said here. */
  readonly hasReadFault: boolean;
  /** Whether an operation that was cut short may have left something there: a name of ours, an empty folder. */
  readonly mayBeUnfinished: boolean;
}

/** What was measured of one file when it was hashed; the same file has the same three facts. */
export interface HashedFileRecord {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
  /** 32 bytes a block. */
  readonly blockHashes: Uint8Array;
}

/** A copy's manifest, and what to remember so that it need not be hashed again. */
export interface HashedGame {
  /** Canonical bytes of the manifest, and their hash. */
  readonly manifest: Uint8Array;
  readonly manifestHash: ContentHash;
  readonly records: readonly HashedFileRecord[];
}

/** A look at many games. */
export interface WholeScan {
  readonly gamesFolder: string;
  readonly gameIds: readonly GameId[];
  readonly known: KnownContent;
}

/** How a hash job is weighed: `asked` goes first and at full speed, `background` gives way. */
export type HashPriority = 'asked' | 'background';

/** A copy to hash, and what is known of its files from before. */
export interface HashJob {
  readonly folder: string;
  readonly content: ScannedContent;
  readonly records: readonly HashedFileRecord[];
  readonly priority: HashPriority;
}

/** Reads game folders in a worker: never writes, never follows a link below the games folder. */
export interface Library {
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Scans the folders of `scan.gameIds` and tells each game once, as it is known, absent ones too.
   * Other folders become problems. A missing games folder fails with `io-error`. Each file is looked
   * at; content that is as it was `known` is told as that very object.
   */
  scanAll(
    scan: WholeScan,
    onGame: (game: ScannedGame) => void,
    signal: AbortSignal,
  ): Promise<readonly ScanProblem[]>;
  /**
   * Scans one game; a game without a folder is not ready, not installed, without problems. A
   * missing games folder fails with `io-error`. Each file is looked at; content that is as it was
   * `known` is given back as that very object.
   */
  scanGame(gamesFolder: string, gameId: GameId, known?: ScannedContent): Promise<ScannedGame>;
  /**
   * Hashes a copy block by block, but for files that match a record: same path, size and inode, and
   * times less than 2 ms apart. One copy is read at a time; an asked one interrupts a background
   * one. A file that is no longer as it was scanned fails the job with `io-error`.
   */
  hashGame(job: HashJob, signal: AbortSignal): Promise<HashedGame>;
  /**
   * SHA-256 in hex and BLAKE3 of all blocks of each file, at full speed; undefined where no regular
   * file is. `onRead` hears ten times a second at most how much has been read.
   */
  digestFiles(
    folder: string,
    paths: readonly string[],
    signal: AbortSignal,
    onRead?: (bytesDone: number) => void,
  ): Promise<readonly (FileDigest | undefined)[]>;
  /** Bytes of all files below a folder; 0 where there is none. Links count nothing. */
  measureFolder(folder: string, signal: AbortSignal): Promise<number>;
}

/** What one file holds. */
export interface FileDigest {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly blockHashes: Uint8Array;
}
