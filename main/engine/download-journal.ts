import { BLOCK_BYTES, blockCount, outlineBlocks } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { GameFolder } from '../game-folder/game-folder.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { Fetcher } from '../transfer/fetcher.ts';
import type { JournalEntry, JournalTable } from '../store/store.ts';
import type { DescribedContent } from './described-content.ts';

export interface DownloadJournalDeps {
  readonly journal: JournalTable;
  readonly fetcher: Pick<Fetcher, 'checkStaging'>;
  readonly gameFolder: Pick<GameFolder, 'openStaging' | 'discardStaging' | 'hasStaging'>;
}

/** What an earlier try has left: where the files grow, and which blocks are right already. */
export interface Resumed {
  readonly stagingFolder: string;
  /** One byte a block, 1 = verified on disk. */
  readonly verified: Uint8Array;
  readonly bytesKept: number;
}

/** Remembers which blocks of a download are verified and durable, over any kind of end (S18). */
export class DownloadJournal {
  readonly #deps: DownloadJournalDeps;

  constructor(deps: DownloadJournalDeps) {
    this.#deps = deps;
  }

  /** Takes over what an earlier try for this very content left; drops what was for another. */
  async resume(content: DescribedContent, folder: string, signal: AbortSignal): Promise<Resumed> {
    const { gameFolder, journal } = this.#deps;
    const entry = journal.find(content.gameId);
    const isUsable =
      entry !== undefined && isFor(entry, content) && (await gameFolder.hasStaging(folder));
    if (!isUsable) await gameFolder.discardStaging(folder);
    const stagingFolder = await gameFolder.openStaging(folder);
    const verified = isUsable
      ? await this.#takeOver(entry, content, stagingFolder, signal)
      : this.#begin(content);
    return { stagingFolder, verified, bytesKept: verifiedBytes(content, verified) };
  }

  record(gameId: GameId, blocks: readonly number[], hashes: Uint8Array): void {
    this.#deps.journal.record(gameId, blocks, hashes);
  }

  /** The hashes of all blocks of a finished download, 32 bytes each. */
  hashes(content: DescribedContent): Uint8Array {
    if (content.blockHashes) return content.blockHashes;
    return this.#deps.journal.find(content.gameId)?.hashes ?? new Uint8Array();
  }

  /** Marks what is recorded as trustworthy: the try has ended in order. */
  close(gameId: GameId): void {
    this.#deps.journal.setClean(gameId, true);
  }

  forget(gameId: GameId): void {
    this.#deps.journal.forget(gameId);
  }

  #begin(content: DescribedContent): Uint8Array {
    const blocks = outlineBlocks(content.outline);
    this.#deps.journal.begin({ ...headerOf(content), blockCount: blocks });
    return new Uint8Array(blocks);
  }

  // After an unclean end the disk is read again: what was written counts, recorded or not.
  async #takeOver(
    entry: JournalEntry,
    content: DescribedContent,
    stagingFolder: string,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const { fetcher, journal } = this.#deps;
    if (entry.clean) {
      journal.setClean(content.gameId, false);
      return entry.verified;
    }
    const { outline } = content;
    const blockHashes = content.blockHashes ?? entry.hashes;
    const verified = await fetcher.checkStaging({ outline, stagingFolder, blockHashes }, signal);
    this.#begin(content);
    const blocks = [...verified.keys()].filter((block) => verified[block] === 1);
    journal.record(content.gameId, blocks, hashesOf(blocks, blockHashes));
    return verified;
  }
}

function headerOf(
  content: DescribedContent,
): Pick<JournalEntry, 'gameId' | 'version' | 'outlineHash' | 'manifestHash'> {
  const { gameId, version, outlineHash, manifestHash } = content;
  return { gameId, version, outlineHash, manifestHash };
}

// A manifest hash that has become known meanwhile does not make it another content.
function isFor(entry: JournalEntry, content: DescribedContent): boolean {
  return (
    entry.version === content.version &&
    entry.outlineHash === content.outlineHash &&
    (entry.manifestHash === undefined ||
      content.manifestHash === undefined ||
      entry.manifestHash === content.manifestHash)
  );
}

function hashesOf(blocks: readonly number[], blockHashes: Uint8Array): Uint8Array {
  const hashes = new Uint8Array(blocks.length * HASH_BYTES);
  blocks.forEach((block, index) => {
    const start = block * HASH_BYTES;
    hashes.set(blockHashes.subarray(start, start + HASH_BYTES), index * HASH_BYTES);
  });
  return hashes;
}

function verifiedBytes({ outline }: DescribedContent, verified: Uint8Array): number {
  let block = 0;
  let bytes = 0;
  for (const { size } of outline.files) {
    for (let index = 0; index < blockCount(size); index += 1, block += 1) {
      if (verified[block] === 1) bytes += Math.min(BLOCK_BYTES, size - index * BLOCK_BYTES);
    }
  }
  return bytes;
}
