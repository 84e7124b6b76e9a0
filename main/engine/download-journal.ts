import { BLOCK_BYTES, blockCount, outlineBlocks } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { GameFolder } from '../game-folder/game-folder.ts';
import { HASH_BYTES } from '../manifest/blake3.ts';
import type { Fetcher } from '../transfer/fetcher.ts';
import type { JournalEntry, JournalTable } from '../store/store.ts';
import type { DescribedContent } from './described-content.ts';

export interface DownloadJournalDeps {
  readonly journal: JournalTable;
  readonly fetcher: Pick<Fetcher, 'checkStaging' | 'reuseCopy'>;
  readonly gameFolder: Pick<GameFolder, 'openStaging' | 'discardStaging' | 'hasStaging'>;
}

/** What an earlier try has left: where the files grow, and which blocks are right already. */
export interface Resumed {
  readonly stagingFolder: string;
  /** One byte a block, 1 = verified on disk. */
  readonly verified: Uint8Array;
  readonly bytesKept: number;
  /** Whether nothing of it is from before: all that comes to be there is flushed as it comes. */
  readonly isFresh: boolean;
  /** The version that an earlier try was for, where what it left was of no use and is gone. */
  readonly dropped?: Version | undefined;
}

/** Remembers which blocks of a download are verified and durable, over any kind of end (S18). */
export class DownloadJournal {
  readonly #deps: DownloadJournalDeps;

  // Of downloads under way, 32 bytes a block: they must be right though the table takes no more.
  readonly #hashes = new Map<GameId, Uint8Array>();

  constructor(deps: DownloadJournalDeps) {
    this.#deps = deps;
  }

  /** Takes over what an earlier try for this very content left; drops what was for another. */
  async resume(content: DescribedContent, folder: string, signal: AbortSignal): Promise<Resumed> {
    const { gameFolder, journal } = this.#deps;
    const entry = journal.find(content.gameId);
    const hasStaging = await gameFolder.hasStaging(folder);
    const isUsable = entry !== undefined && isFor(entry, content) && hasStaging;
    const dropped = hasStaging && !isUsable ? entry?.version : undefined;
    if (!isUsable) {
      // In this order: a journal without its blocks would be trusted, blocks without a journal are not.
      journal.forget(content.gameId);
      await gameFolder.discardStaging(folder);
    }
    const stagingFolder = await gameFolder.openStaging(folder);
    const verified = isUsable
      ? await this.#takeOver(entry, content, stagingFolder, signal)
      : this.#begin(content);
    const hashes = isUsable
      ? knownHashes(entry, content)
      : new Uint8Array(verified.length * HASH_BYTES);
    this.#hashes.set(content.gameId, Uint8Array.from(hashes));
    const bytesKept = verifiedBytes(content, verified);
    return { stagingFolder, verified, bytesKept, isFresh: !isUsable, dropped };
  }

  /** Takes over what the copy that is here has of the rest; only `wanted` blocks are looked for. */
  async reuse(
    content: DescribedContent,
    resumed: Resumed,
    copy: { readonly folder: string; readonly wanted: Uint8Array },
    signal: AbortSignal,
  ): Promise<Resumed> {
    const { gameId, outline, blockHashes } = content;
    const wanted = copy.wanted.map((one, block) => (resumed.verified[block] === 1 ? 0 : one));
    if (blockHashes === undefined || !wanted.includes(1)) return resumed;
    const { stagingFolder } = resumed;
    const job = { gameId, outline, blockHashes, stagingFolder, copyFolder: copy.folder, wanted };
    const reused = await this.#deps.fetcher.reuseCopy(job, signal);
    const blocks = [...reused.keys()].filter((block) => reused[block] === 1);
    this.record(gameId, blocks, hashesOf(blocks, blockHashes));
    const verified = resumed.verified.map((one, block) => (reused[block] === 1 ? 1 : one));
    const bytesKept = verifiedBytes(content, verified);
    return { ...resumed, verified, bytesKept, isFresh: resumed.isFresh && blocks.length === 0 };
  }

  record(gameId: GameId, blocks: readonly number[], hashes: Uint8Array): void {
    const known = this.#hashes.get(gameId);
    blocks.forEach((block, index) => known?.set(hashAt(hashes, index), block * HASH_BYTES));
    this.#deps.journal.record(gameId, blocks, hashes);
  }

  /** The hashes of all blocks of a finished download, 32 bytes each. */
  hashes(content: DescribedContent): Uint8Array {
    return content.blockHashes ?? this.#hashes.get(content.gameId) ?? new Uint8Array();
  }

  /** Marks what is recorded as trustworthy: the try has ended in order. */
  close(gameId: GameId): void {
    this.#deps.journal.setClean(gameId, true);
  }

  forget(gameId: GameId): void {
    this.#hashes.delete(gameId);
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
    const blockHashes = knownHashes(entry, content);
    if (entry.clean) {
      journal.setClean(content.gameId, false);
      return verifiedAs(entry, blockHashes);
    }
    const { outline } = content;
    const verified = await fetcher.checkStaging({ outline, stagingFolder, blockHashes }, signal);
    this.#begin(content);
    const blocks = [...verified.keys()].filter((block) => verified[block] === 1);
    journal.record(content.gameId, blocks, hashesOf(blocks, blockHashes));
    return verified;
  }
}

// What peers agree on by now; where nobody has hashed, what was taken from them before.
function knownHashes(entry: JournalEntry, content: DescribedContent): Uint8Array {
  return content.blockHashes ?? entry.hashes;
}

// A block that was fetched before its hash was known counts only where it turns out to have it.
function verifiedAs(entry: JournalEntry, blockHashes: Uint8Array): Uint8Array {
  return entry.verified.map((isVerified, block) => {
    const isRight = Buffer.compare(hashAt(entry.hashes, block), hashAt(blockHashes, block)) === 0;
    return isVerified === 1 && isRight ? 1 : 0;
  });
}

function hashAt(hashes: Uint8Array, block: number): Uint8Array {
  return hashes.subarray(block * HASH_BYTES, (block + 1) * HASH_BYTES);
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
  return Buffer.concat(blocks.map((block) => hashAt(blockHashes, block)));
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
