import type { Outline } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { ScannedContent } from '../library/library.ts';
import { ownOutlineBytes, readOwnOutline } from '../manifest/manifest-codec.ts';
import type { CopyTable, StoredCopy } from '../store/store.ts';
import type { OwnManifest } from './own-game.ts';

/** Copies as they were when they were last hashed, also by an earlier run of the program. */
export class KnownCopies {
  readonly #table: CopyTable;
  readonly #manifests = new WeakMap<ScannedContent, OwnManifest>();

  constructor(table: CopyTable) {
    this.#table = table;
  }

  /** The content that a game's copy had then. */
  find(gameId: GameId): ScannedContent | undefined {
    const copy = this.#table.find(gameId);
    if (!copy) return undefined;
    const content = new StoredContent(copy);
    this.#manifests.set(content, { bytes: copy.manifest, hash: copy.manifestHash });
    return content;
  }

  /** The manifest of content that was found here. */
  manifestOf(content: ScannedContent | undefined): OwnManifest | undefined {
    return content && this.#manifests.get(content);
  }

  /** Remembers a copy that has just been hashed. */
  put(gameId: GameId, content: ScannedContent, { bytes, hash }: OwnManifest): void {
    const { fingerprint, outlineHash, size, inodes, mtimesMs } = content;
    const facts = { fingerprint, outlineHash, size, inodes, mtimesMs };
    this.#table.put(gameId, { ...facts, manifest: bytes, manifestHash: hash });
  }
}

/** Content out of the store: at a start there are thousands of lists of files, and few are asked for. */
class StoredContent implements ScannedContent {
  readonly outlineBytes: Uint8Array;
  readonly outlineHash: StoredCopy['outlineHash'];
  readonly fingerprint: StoredCopy['fingerprint'];
  readonly size: number;
  readonly inodes: Float64Array;
  readonly mtimesMs: Float64Array;
  #outline: Outline | undefined;

  constructor({ manifest, ...facts }: StoredCopy) {
    // In the manifest's own memory: published together, it is sent once.
    this.outlineBytes = ownOutlineBytes(manifest);
    this.outlineHash = facts.outlineHash;
    this.fingerprint = facts.fingerprint;
    this.size = facts.size;
    this.inodes = facts.inodes;
    this.mtimesMs = facts.mtimesMs;
  }

  get outline(): Outline {
    this.#outline ??= readOwnOutline(this.outlineBytes);
    return this.#outline;
  }
}
