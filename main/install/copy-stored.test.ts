import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type SoundEntry } from './check-listing.ts';
import { copyStored, isPlainCopy } from './copy-stored.ts';

const CONTENT = Buffer.alloc(3_000_000, 'some content, ');
const OFFSET = 7;

describe('a stored entry', () => {
  it('is copied from where its bytes begin, piece by piece', () => {
    const { written, told } = copy(entryOf());
    expect(written.equals(CONTENT)).toBe(true);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(CONTENT.length);
    expect(told.length).toBeGreaterThan(1);
  });

  it('may be empty', () => {
    const empty = { ...entryOf(), size: 0, crc32: undefined };
    expect(isPlainCopy(empty)).toBe(true);
    expect(copy(empty).written).toHaveLength(0);
  });

  it('S23: is damaged where its bytes have another checksum', () => {
    expect(() => copy({ ...entryOf(), crc32: 1 })).toThrow(/holds other bytes of "a.bin"/);
  });

  it('S23: is damaged where the archive shrinks while it is read', () => {
    expect(() => copy(entryOf(), CONTENT.length - 1)).toThrow(/became shorter/);
  });

  it('is left to the library where it is compressed, or proven in another way than by its CRC', () => {
    expect(isPlainCopy(entryOf())).toBe(true);
    expect(isPlainCopy({ ...entryOf(), isStored: false })).toBe(false);
    expect(isPlainCopy({ ...entryOf(), crc32: undefined })).toBe(false);
    expect(isPlainCopy({ ...entryOf(), kind: 'folder' })).toBe(false);
  });

  function copy(entry: SoundEntry, available = CONTENT.length) {
    const pieces: Buffer[] = [];
    const told: number[] = [];
    const archive = {
      label: 'ggoo/ggoo.eti',
      readInto: (target: Uint8Array, position: number) =>
        CONTENT.copy(target, 0, position - OFFSET, available),
    };
    const writer = { write: (bytes: Uint8Array) => pieces.push(Buffer.from(bytes)) };
    copyStored(archive, entry, writer, (bytes) => told.push(bytes));
    return { written: Buffer.concat(pieces), told };
  }

  function entryOf(): SoundEntry {
    return {
      path: 'a.bin',
      kind: 'file',
      size: CONTENT.length,
      packedSize: CONTENT.length,
      dataOffset: OFFSET,
      isStored: true,
      isEncrypted: false,
      isSplit: false,
      dictionaryBytes: 128 * 1024,
      crc32: crc32(CONTENT),
      hasChecksum: true,
    };
  }
});
