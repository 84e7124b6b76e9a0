import { join } from 'node:path';
import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import { hexHashAt } from '../../manifest/blake3.ts';
import { blockAt, type Blocks, numberBlocks } from '../../manifest/blocks.ts';
import type { SharedContent } from '../network.ts';
import type { ServedFile, ServedRange } from './served-games.ts';

interface Entry {
  readonly content: SharedContent;
  readonly blocks: Blocks;
  // One object a file, so that a file is opened once for all of its blocks.
  readonly files: Map<number, ServedFile>;
  readonly byHash: Map<ContentHash, number>;
  // Not in `byHash` yet: most downloads of many small files are never asked for one.
  added: number[];
}

/** What running downloads may give to others: verified blocks, found by their hashes and by nothing else (S21). */
export class SharedBlocks {
  readonly #entries = new Map<GameId, Entry>();

  /** Takes a download in, with no block yet. */
  share(content: SharedContent): void {
    const blocks = numberBlocks(content.outline);
    const entry = { content, blocks, files: new Map(), byHash: new Map(), added: [] };
    this.#entries.set(content.gameId, entry);
  }

  /** These blocks of a download are verified, and can be read. */
  add(gameId: GameId, indexes: readonly number[]): void {
    const added = this.#entries.get(gameId)?.added;
    for (const index of indexes) added?.push(index);
  }

  end(gameId: GameId): void {
    this.#entries.delete(gameId);
  }

  /** Where a block with this hash can be read, or undefined. */
  find(gameId: GameId, hash: ContentHash): ServedRange | undefined {
    const entry = this.#entries.get(gameId);
    const index = entry && hashed(entry).get(hash);
    return entry && index !== undefined ? rangeOf(entry, index) : undefined;
  }

  /** Gives a block no more whose bytes are not what they were. */
  forget(gameId: GameId, hash: ContentHash): void {
    const entry = this.#entries.get(gameId);
    if (entry !== undefined) hashed(entry).delete(hash);
  }
}

function hashed(entry: Entry): Map<ContentHash, number> {
  const { added, byHash, content } = entry;
  entry.added = [];
  for (const index of added) byHash.set(hexHashAt(content.blockHashes, index), index);
  return byHash;
}

function rangeOf(entry: Entry, index: number): ServedRange {
  const { file, offset, length } = blockAt(entry.blocks, index);
  const known = entry.files.get(file) ?? growingFile(entry, file);
  entry.files.set(file, known);
  return { file: known, offset, length };
}

// No inode: the file is being written, and is told from others by the hash of what it holds.
function growingFile({ content, blocks }: Entry, file: number): ServedFile {
  const { path, size } = blocks.outline.files[file] ?? { path: '', size: 0 };
  const absolutePath = join(content.folder, ...path.split('/'));
  return { gameId: content.gameId, path, absolutePath, size, inode: undefined };
}
