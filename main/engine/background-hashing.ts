import type { GameId } from '../../shared/domain/ids.ts';
import { type ErrorCode, toFailure } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type {
  HashedFileRecord,
  HashPriority,
  Library,
  ScannedContent,
} from '../library/library.ts';
import type { BlockHashTable } from '../store/store.ts';
import type { OperationKind } from './operations.ts';
import type { OwnManifest } from './own-game.ts';
import type { OwnLibrary } from './own-library.ts';

export interface BackgroundHashingDeps {
  readonly library: Pick<Library, 'hashGame'>;
  readonly own: Pick<OwnLibrary, 'find' | 'setManifest'>;
  readonly blockHashes: BlockHashTable;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly operationOf: (gameId: GameId) => OperationKind | undefined;
  readonly folderOf: (gameId: GameId) => string;
}

/** Hashes own copies one after the other, each only once: what was hashed is remembered by file. */
export class BackgroundHashing {
  readonly #deps: BackgroundHashingDeps;
  readonly #waiting = new Set<GameId>();
  readonly #stopping = new AbortController();
  #isRunning = false;

  constructor(deps: BackgroundHashingDeps) {
    this.#deps = deps;
  }

  /** Hashes a game's copy when its turn comes, where it is ready and not hashed. */
  consider(gameId: GameId): void {
    if (!this.#contentToHash(gameId) || this.#stopping.signal.aborted) return;
    this.#waiting.add(gameId);
    if (!this.#isRunning) void this.#run();
  }

  /** The manifest of a copy that must be known now. */
  async hashNow(
    gameId: GameId,
    content: ScannedContent,
    signal: AbortSignal,
  ): Promise<OwnManifest> {
    this.#waiting.delete(gameId);
    return this.#hash(gameId, content, { priority: 'asked', signal });
  }

  stop(): void {
    this.#stopping.abort();
    this.#waiting.clear();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (const gameId of this.#waiting) {
      this.#waiting.delete(gameId);
      await this.#hashQuietly(gameId);
    }
    this.#isRunning = false;
  }

  async #hashQuietly(gameId: GameId): Promise<void> {
    const content = this.#contentToHash(gameId);
    if (!content) return;
    const { signal } = this.#stopping;
    try {
      await this.#hash(gameId, content, { priority: 'background', signal });
    } catch (error) {
      if (!signal.aborted) this.#tellFailure(gameId, error);
    }
  }

  async #hash(
    gameId: GameId,
    content: ScannedContent,
    how: { readonly priority: HashPriority; readonly signal: AbortSignal },
  ): Promise<OwnManifest> {
    const { library, blockHashes, own, folderOf } = this.#deps;
    const records = blockHashes.ofGame(gameId);
    const folder = folderOf(gameId);
    const job = { folder, content, records, priority: how.priority };
    const hashed = await library.hashGame(job, how.signal);
    if (!sameRecords(records, hashed.records)) blockHashes.replace(gameId, hashed.records);
    const manifest = { bytes: hashed.manifest, hash: hashed.manifestHash };
    own.setManifest(gameId, content, manifest);
    return manifest;
  }

  // A game under an operation is considered again when that ends and its folder is scanned.
  #contentToHash(gameId: GameId): ScannedContent | undefined {
    const own = this.#deps.own.find(gameId);
    if (!own || own.manifest || this.#deps.operationOf(gameId)) return undefined;
    return own.scanned.version === undefined ? undefined : own.scanned.content;
  }

  #tellFailure(gameId: GameId, error: unknown): void {
    const { code, message } = toFailure(error);
    const told: ErrorCode = code === 'internal' ? 'io-error' : code;
    this.#deps.events.emit({ type: 'diagnostic', code: told, message, gameId });
  }
}

function sameRecords(
  before: readonly HashedFileRecord[],
  after: readonly HashedFileRecord[],
): boolean {
  if (before.length !== after.length) return false;
  const known = new Map(before.map((record) => [record.path, record]));
  return after.every((record) => {
    const old = known.get(record.path);
    return (
      old?.size === record.size && old.inode === record.inode && old.mtimeMs === record.mtimeMs
    );
  });
}
