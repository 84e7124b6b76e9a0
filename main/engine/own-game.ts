import type { ContentHash } from '../../shared/domain/ids.ts';
import type { ScannedGame } from '../library/library.ts';

/** The own copy of a game: what the scan found, and its manifest once it is hashed. */
export interface OwnGame {
  readonly scanned: ScannedGame;
  readonly manifest: OwnManifest | undefined;
  /** A check found other bytes than the manifest says; not served until they are right. */
  readonly isDamaged: boolean;
}

/** The canonical manifest of the own copy, and its hash. */
export interface OwnManifest {
  readonly bytes: Uint8Array;
  readonly hash: ContentHash;
}
