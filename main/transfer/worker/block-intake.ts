import type { ContentFile } from '../../../shared/domain/content.ts';
import { blake3, HASH_BYTES } from '../../manifest/blake3.ts';
import { type Block, blockAt, type Blocks, bytesOf } from '../../manifest/blocks.ts';
import { inParallel } from '../../kit/in-parallel.ts';
import { MAX_SMALL_BYTES } from '../../kit/disk/while-quick.ts';
import type { WholeFile } from '../staging/small-files.ts';
import type { StagedFiles } from '../staging/staged-files.ts';

/** Larger files of one request written at the same time. */
const PARALLEL_WRITES = 8;

export interface BlockIntakeDeps {
  readonly blocks: Blocks;
  /** 32 bytes a block, or undefined where the sender's own hashes are all there is. */
  readonly blockHashes: Uint8Array | undefined;
  /** See `TransferOrder`. */
  readonly claims: SharedArrayBuffer;
  readonly files: StagedFiles;
}

/** What became of the blocks of one answer; those another source was first with are in neither. */
export interface Intake {
  readonly good: readonly number[];
  /** Of the good ones, 32 bytes each. */
  readonly hashes: Uint8Array;
  readonly bad: readonly number[];
}

interface Arrived {
  readonly index: number;
  readonly block: Block;
  readonly bytes: Uint8Array;
  readonly hash: Uint8Array;
  readonly expectedHash: Uint8Array;
}

/** Takes in what a source has sent: nothing reaches the disk that has not the hash it should have. */
export class BlockIntake {
  readonly #deps: BlockIntakeDeps;
  readonly #claims: Uint8Array;

  constructor(deps: BlockIntakeDeps) {
    this.#deps = deps;
    this.#claims = new Uint8Array(deps.claims);
  }

  /**
   * Verifies and writes blocks that lie one after the other in `answer`, behind them the sender's
   * hashes where none are known. Fails with `no-space` or `io-error`.
   */
  async takeIn(indexes: readonly number[], answer: Uint8Array): Promise<Intake> {
    const arrived = this.#arrived(indexes, answer);
    const ours: Arrived[] = [];
    const bad: number[] = [];
    for (const one of arrived) {
      if (Buffer.compare(one.hash, one.expectedHash) !== 0) bad.push(one.index);
      else if (this.#claim(one.index)) ours.push(one);
    }
    await this.#write(ours);
    const hashes = Buffer.concat(ours.map(({ hash }) => hash));
    return { good: ours.map(({ index }) => index), hashes, bad };
  }

  #arrived(indexes: readonly number[], answer: Uint8Array): readonly Arrived[] {
    const { blocks, blockHashes } = this.#deps;
    const sentHashes = answer.subarray(bytesOf(blocks, indexes));
    let start = 0;
    return indexes.map((index, at) => {
      const block = blockAt(blocks, index);
      const bytes = answer.subarray(start, start + block.length);
      start += block.length;
      const expectedHash = blockHashes ? hashAt(blockHashes, index) : hashAt(sentHashes, at);
      return { index, block, bytes, hash: blake3(bytes), expectedHash };
    });
  }

  #claim(index: number): boolean {
    return Atomics.compareExchange(this.#claims, index, 0, 1) === 0;
  }

  async #write(arrived: readonly Arrived[]): Promise<void> {
    const { files } = this.#deps;
    const small: WholeFile[] = [];
    const others: Arrived[] = [];
    for (const one of arrived) {
      const { block, bytes } = one;
      const file = this.#fileOf(block);
      const isSmall = block.length === file.size && file.size <= MAX_SMALL_BYTES;
      if (isSmall) small.push({ file, bytes });
      else others.push(one);
    }
    await files.writeSmall(small);
    await inParallel(others, (one) => this.#writeLarge(one), PARALLEL_WRITES);
  }

  async #writeLarge({ block, bytes }: Arrived): Promise<void> {
    const file = this.#fileOf(block);
    if (block.length === file.size) await this.#deps.files.writeWhole({ file, bytes });
    else await this.#deps.files.writeAt(file, bytes, block.offset);
  }

  #fileOf({ file }: Block): ContentFile {
    const content = this.#deps.blocks.outline.files[file];
    if (content === undefined) throw new RangeError(`no file ${file}`);
    return content;
  }
}

function hashAt(hashes: Uint8Array, at: number): Uint8Array {
  return hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES);
}
