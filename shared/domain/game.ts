import type { ContentHash, GameId, PeerId } from './ids.ts';
import type { QueuePlace } from './queue.ts';
import type { Version } from './version.ts';

/** What the own copy of a game is, or what is being done to it. */
export type Availability =
  | 'Ready'
  | 'Absent'
  | 'LocalOnly'
  | 'Downloading'
  | 'Installing'
  | 'Uninstalling'
  | 'Removing'
  | 'Verifying';

/** The content that the catalog says a version has; it overrules what peers say. */
export interface CatalogVersion {
  readonly size?: number | undefined;
  readonly manifestHash?: ContentHash | undefined;
}

/** The platforms whose start command a catalog may name. */
export type StartPlatform = 'win32' | 'linux' | 'darwin';

/** A game that may be listed, served and fetched. */
export interface CatalogGame {
  readonly id: GameId;
  readonly title: string;
  readonly description?: string | undefined;
  readonly genre?: string | undefined;
  readonly releaseYear?: number | undefined;
  readonly publisher?: string | undefined;
  readonly playersMax?: number | undefined;
  readonly tags: readonly string[];
  readonly versions: ReadonlyMap<Version, CatalogVersion>;
  /** The cover's path below the catalog's folder. */
  readonly cover?: string | undefined;
  readonly start: Readonly<Partial<Record<StartPlatform, string>>>;
}

/** One game as `list-games` tells it: the own copy, and who else has it. */
export interface GameRow {
  readonly id: GameId;
  readonly title: string;
  readonly downloaded: boolean;
  readonly installed: boolean;
  /** Whether the own copy's manifest hash is known. */
  readonly hashed: boolean;
  /** A check found files of the own copy changed, missing or too many; it is not served. */
  readonly damaged: boolean;
  readonly availability: Availability;
  readonly localVersion: Version | null;
  /** The newest ready version known, own copy included. */
  readonly etiGameVersion: Version | null;
  /** The connected remote peers that have the game ready, in any version. */
  readonly peerCount: number;
  readonly peers: readonly PeerId[];
  /** Bytes of the newest version. */
  readonly size: number;
  /** Where its download stands; null where none is queued. */
  readonly queue: QueuePlace | null;
}

/** The picture at the root of a copy; another picture differs in size or time. */
export interface CoverFile {
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** The own copy of one game as `local-library-changed` tells it. */
export interface LocalGame {
  readonly id: GameId;
  readonly version: Version | null;
  readonly size: number;
  readonly downloaded: boolean;
  readonly installed: boolean;
  readonly damaged: boolean;
  readonly cover: CoverFile | null;
  readonly availability: Availability;
}

/** How a file of the own copy compares with what it should be. */
export type FileState = 'ok' | 'changed' | 'missing' | 'extra';
