import type { HashedFile, Verification } from '../../shared/commands.ts';
import { type Manifest, outlineSize } from '../../shared/domain/content.ts';
import type { FileState } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { EventHub } from '../kit/event-hub.ts';
import type { FileDigest, Library, ScannedContent } from '../library/library.ts';
import { decodeManifest } from '../manifest/manifest-codec.ts';
import type { ReceiptTable } from '../store/store.ts';
import type { BackgroundHashing } from './background-hashing.ts';
import type { Operations } from './operations.ts';
import { byPath } from './own-blocks.ts';
import type { OwnLibrary } from './own-library.ts';

export interface VerificationsDeps {
  readonly own: Pick<OwnLibrary, 'find' | 'refresh' | 'setDamaged' | 'gamesFolder'>;
  readonly operations: Pick<Operations, 'run' | 'assertFree'>;
  readonly library: Pick<Library, 'digestFiles' | 'scanGame'>;
  readonly hashing: Pick<BackgroundHashing, 'hashNow'>;
  readonly receipts: Pick<ReceiptTable, 'ofGame'>;
  readonly events: Pick<EventHub<EngineEvent>, 'emit'>;
  readonly folderOf: (gameId: GameId) => string;
}

/** Reads own copies from disk: what they hold, and whether that is what it should be. */
export class Verifications {
  readonly #deps: VerificationsDeps;

  constructor(deps: VerificationsDeps) {
    this.#deps = deps;
  }

  /** Size and SHA-256 of each file of the own copy. */
  async manifest(
    gameId: GameId,
    signal: AbortSignal,
  ): Promise<{ gameId: GameId; version: Version; files: readonly HashedFile[] }> {
    const { content, version } = this.#assertReady(gameId);
    const paths = content.outline.files.map(({ path }) => path);
    const digests = await this.#deps.library.digestFiles(
      this.#deps.folderOf(gameId),
      paths,
      signal,
    );
    const files = digests.map((digest, index) => {
      if (!digest) throw fileGone(gameId, paths[index] ?? '');
      return { path: digest.path, size: digest.size, sha256: digest.sha256 };
    });
    return { gameId, version, files };
  }

  /** Names each file that is changed, missing or extra; a copy found damaged is served no more. */
  async verify(gameId: GameId): Promise<Verification> {
    this.#deps.operations.assertFree(gameId);
    this.#assertReady(gameId);
    return this.#deps.operations.run(gameId, 'Verifying', async ({ signal }) => {
      const expected = this.#received(gameId) ?? (await this.#hashed(gameId, signal));
      const files = await this.#compare(gameId, expected, signal);
      const ok = files.every(({ state }) => state === 'ok');
      // What is found damaged is remembered as it lies there now, or the next scan would take it for another.
      if (!ok) await this.#deps.own.refresh(gameId);
      this.#deps.own.setDamaged(gameId, !ok);
      return { gameId, ok, files };
    });
  }

  // What was downloaded is held against what it was to be then: later changes of its files must not
  // become right by being hashed.
  #received(gameId: GameId): Manifest | undefined {
    const { version } = this.#assertReady(gameId);
    const receipts = this.#deps.receipts.ofGame(gameId);
    const receipt = receipts.find((one) => one.version === version);
    const received = receipt && decodeManifest(receipt.manifest);
    return received === undefined || 'problem' in received ? undefined : received;
  }

  async #hashed(gameId: GameId, signal: AbortSignal): Promise<Manifest> {
    const { hashing, own } = this.#deps;
    const { content } = this.#assertReady(gameId);
    const known = own.find(gameId)?.manifest;
    const { bytes } = known ?? (await hashing.hashNow(gameId, content, signal));
    const manifest = decodeManifest(bytes);
    if ('problem' in manifest) throw new Error(`own manifest of ${gameId}: ${manifest.problem}`);
    return manifest;
  }

  async #compare(
    gameId: GameId,
    expected: Manifest,
    signal: AbortSignal,
  ): Promise<Verification['files']> {
    const { library, own } = this.#deps;
    const folder = this.#deps.folderOf(gameId);
    const found = await library.scanGame(own.gamesFolder, gameId);
    const shouldBe = byPath(expected);
    const there = found.content?.outline;
    const paths = [
      ...new Set([...shouldBe.keys(), ...(there?.files ?? []).map(({ path }) => path)]),
    ].sort();
    const bytesTotal = outlineSize(there ?? expected.outline);
    const tell = (bytesDone: number): void => {
      this.#deps.events.emit({ type: 'verify-progress', gameId, bytesDone, bytesTotal });
    };
    tell(0);
    const digests = await library.digestFiles(folder, paths, signal, tell);
    tell(bytesTotal);
    return paths.map((path, index) => {
      const digest = digests[index];
      const state = fileState(shouldBe.get(path), digest);
      return { path, size: digest?.size ?? 0, sha256: digest?.sha256 ?? '', state };
    });
  }

  #assertReady(gameId: GameId): { content: ScannedContent; version: Version } {
    const scanned = this.#deps.own.find(gameId)?.scanned;
    if (scanned?.version === undefined) {
      throw new LanspreadError('not-downloaded', `${gameId} is not downloaded. Download it first.`);
    }
    if (scanned.content) return { content: scanned.content, version: scanned.version };
    throw new LanspreadError(
      'io-error',
      `${gameId} holds something that can't be read or passed on. ${scanned.problems[0]?.message ?? ''}`,
    );
  }
}

function fileState(expected: Uint8Array | undefined, digest: FileDigest | undefined): FileState {
  if (!expected) return 'extra';
  if (!digest) return 'missing';
  return Buffer.compare(expected, digest.blockHashes) === 0 ? 'ok' : 'changed';
}

function fileGone(gameId: GameId, path: string): LanspreadError {
  return new LanspreadError(
    'io-error',
    `${gameId}: ${path} was removed or changed while it was read. Rescan, then try again.`,
  );
}
