import {
  appendFileSync,
  closeSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededBytes } from '../../fixtures/content/seeded.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import { blake3, HASH_BYTES } from '../manifest/blake3.ts';
import { hashBlocks } from './hash-blocks.ts';
import { openFile } from './open-file.ts';
import { Pacer } from './pacer.ts';

const pacer = new Pacer('asked', () => false, new AbortController().signal);
const bytes = seededBytes('three blocks', 2 * BLOCK_BYTES + 10);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanspread-blocks-'));
  file = join(folder, 'a.eti');
  writeFileSync(file, bytes);
  utimesSync(file, 1_700_000_000, 1_700_000_000);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the blocks of a file', () => {
  it('are each read once, in order, and hashed', async () => {
    const seen: number[] = [];
    const hashes = await hashed((block) => seen.push(block.length));
    expect(seen).toEqual([BLOCK_BYTES, BLOCK_BYTES, 10]);
    expect(hashes.subarray(0, HASH_BYTES)).toEqual(
      Uint8Array.from(blake3(bytes.subarray(0, BLOCK_BYTES))),
    );
    expect(hashes).toHaveLength(3 * HASH_BYTES);
  });

  it.each([
    {
      what: 'is appended to',
      change: () => {
        appendFileSync(file, 'x');
      },
    },
    {
      what: 'is cut',
      change: () => {
        truncateSync(file, BLOCK_BYTES);
      },
    },
    {
      what: 'is emptied',
      change: () => {
        truncateSync(file, 0);
      },
    },
    {
      what: 'is written over',
      change: () => {
        writeFileSync(file, bytes);
      },
    },
    {
      what: 'gets another time',
      change: () => {
        utimesSync(file, 1_700_000_000, 1_700_000_001);
      },
    },
  ])('D6: fail with io-error where the file $what meanwhile', async ({ change }) => {
    let blocks = 0;
    const hashing = hashed(() => {
      blocks += 1;
      if (blocks === 1) change();
    });
    await expect(hashing).rejects.toMatchObject({
      code: 'io-error',
      message: '"a.eti" changed while it was read. Leave it alone, then rescan.',
    });
  });
});

async function hashed(use: (block: Uint8Array) => void): Promise<Uint8Array> {
  const opened = openFile(file);
  if (!opened) throw new Error('not opened');
  try {
    return await hashBlocks(opened, 'a.eti', pacer, use);
  } finally {
    closeSync(opened.fd);
  }
}
