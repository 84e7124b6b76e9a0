import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeepStrictEqual } from 'node:util';
import { crc32 } from 'node:zlib';
import { seeded } from '../../../fixtures/content/content.ts';
import {
  BLOCK,
  endHeader,
  headerBytes,
  mainHeader,
  SIGNATURE,
  vint,
} from '../../../fixtures/rar/blocks.ts';
import { packedArchive } from '../../../fixtures/rar/packed-archive.ts';
import { rar4Archive, rar4File, rar4Folder } from '../../../fixtures/rar/rar4-archive.ts';
import { storedArchive } from '../../../fixtures/rar/stored-archive.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { readListing } from './rar-headers.ts';
import { type ArchiveBytes } from './rar-listing.ts';

const TEXT = Buffer.from('some text');
const LARGE = { 'a/': '', 'a/b.bin': seeded('b', 70_000), 'c.txt': 'c' };
const REFUSALS = ['archive-invalid', 'archive-unsafe'];

describe('the headers of a RAR 5 archive', () => {
  it('tell of each entry in its order: path, kind, sizes, checksum, where its bytes are', () => {
    const archive = storedArchive(LARGE);
    const { entries } = listingOf(archive);
    expect(entries.map(({ path, kind, size }) => [path, kind, size])).toEqual([
      ['a', 'folder', 0],
      ['a/b.bin', 'file', 70_000],
      ['c.txt', 'file', 1],
    ]);
    const last = entries[2];
    expect(last).toMatchObject({ isStored: true, crc32: crc32('c'), packedSize: 1 });
    expect(archive.toString('latin1', last?.dataOffset, (last?.dataOffset ?? 0) + 1)).toBe('c');
  });

  it('tell compressed entries from stored ones, and how much memory they need', () => {
    const [entry] = listingOf(packedArchive({ 'a.txt': TEXT })).entries;
    expect(entry).toMatchObject({ isStored: false, size: 9, dictionaryBytes: 128 * 1024 });
  });

  it('may be of kinds that are not known yet, where those say that they may be passed over', () => {
    const unknown = (flags: number) => headerBytes({ type: 77, flags, fields: vint(0) });
    const archive = (flags: number) =>
      Buffer.concat([SIGNATURE, mainHeader(), unknown(flags), endHeader()]);
    expect(listingOf(archive(4)).entries).toEqual([]);
    expect(() => listingOf(archive(0))).toThrow(/newer RAR/);
  });
});

describe('the headers of a RAR 4 archive', () => {
  const stored = rar4File({ name: 'maps\\wake.map', packed: TEXT });

  it('tell of each entry as those of RAR 5 do', () => {
    const { entries } = listingOf(rar4Archive([rar4Folder('maps'), stored]));
    expect(entries.map(({ path, kind, size }) => [path, kind, size])).toEqual([
      ['maps', 'folder', 0],
      ['maps/wake.map', 'file', 9],
    ]);
    expect(entries[1]).toMatchObject({ isStored: true, crc32: crc32(TEXT), packedSize: 9 });
  });

  it('need no end, because RAR 2 wrote none', () => {
    const archive = rar4Archive([stored]);
    expect(listingOf(archive.subarray(0, archive.length - 7)).entries).toHaveLength(1);
  });

  it.each([
    ['volumes', rar4Archive([stored], 0x0001), { isVolume: true }],
    ['encrypted names', rar4Archive([stored], 0x0080), { isEncrypted: true }],
  ])('S23: tell of %s', (_name, archive, expected) => {
    expect(listingOf(archive)).toMatchObject(expected);
  });

  it.each([
    ['an encrypted file', { flags: 0x0004 }, { isEncrypted: true }],
    ['a file that began in another volume', { flags: 0x0001 }, { isSplit: true }],
    ['a Unix link', { host: 3, attributes: 0o120777 }, { kind: 'link' }],
    ['a Unix device', { host: 3, attributes: 0o060666 }, { kind: 'link' }],
    ['a size that is not known', { unpackedSize: 0xffffffff }, { size: undefined }],
  ])('S23: tell of %s', (_name, odd, expected) => {
    const archive = rar4Archive([rar4File({ name: 'odd.txt', packed: TEXT, ...odd })]);
    expect(listingOf(archive).entries[0]).toMatchObject(expected);
  });

  it.each([
    ['cut off in the data', (archive: Buffer) => archive.subarray(0, archive.length - 10)],
    ['cut off in a header', (archive: Buffer) => archive.subarray(0, 30)],
    ['with a changed header', (archive: Buffer) => archive.fill(0x55, 30, 31)],
    ['without its first header', (archive: Buffer) => withoutMainHeader(archive)],
  ])('S23: are damaged in an archive that is %s', (_name, damage) => {
    const archive = damage(rar4Archive([stored]));
    expect(() => listingOf(archive)).toThrow(expect.objectContaining({ code: 'archive-invalid' }));
  });

  it('may hold a comment of RAR 2, which no checksum covers', () => {
    const file = rar4File({ name: 'a.txt', packed: TEXT, flags: 0x0008 });
    const header = file.subarray(0, file.length - TEXT.length);
    header.writeUInt16LE(header.length + 10, 5);
    header.writeUInt16LE(crc32(header.subarray(2)) & 0xffff);
    const commented = Buffer.concat([header, Buffer.alloc(10, 0x75), TEXT]);
    expect(listingOf(rar4Archive([commented])).entries).toMatchObject([
      { path: 'a.txt', dataOffset: 20 + header.length + 10 },
    ]);
  });

  it('S23: are refused wherever a byte of them is another, or tell the same', () => {
    const archive = rar4Archive([stored]);
    const listing = listingOf(archive);
    const inHeaders = [...archive.keys()].filter((at) => at < 65 || at >= archive.length - 7);
    const odd: unknown[] = [];
    for (const at of inHeaders) {
      for (let value = 0; value < 256; value += 1) {
        const changed = Buffer.from(archive);
        changed.writeUInt8(value, at);
        const told = listedOrRefused(changed);
        if (told !== undefined && !isDeepStrictEqual(told, listing)) odd.push([at, value, told]);
      }
    }
    expect(odd).toEqual([]);
  });

  function listedOrRefused(bytes: Buffer) {
    try {
      return listingOf(bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^archive-/) as string });
      return undefined;
    }
  }

  function withoutMainHeader(archive: Buffer) {
    return Buffer.concat([archive.subarray(0, 7), archive.subarray(20)]);
  }
});

describe('S23: hostile headers', () => {
  const archives = [
    storedArchive(LARGE),
    packedArchive({ 'a.txt': TEXT }),
    rar4Archive([rar4Folder('maps'), rar4File({ name: 'maps\\a.txt', packed: TEXT })]),
  ];

  it('are a listing or a refusal, whatever follows a signature', () => {
    const signature = fc.constantFrom(...archives.map((archive) => archive.subarray(0, 8)));
    fc.assert(
      fc.property(signature, fc.uint8Array({ maxLength: 500 }), (start, bytes) => {
        expectListingOrRefusal(Buffer.concat([start, bytes]));
      }),
      { numRuns: 2000 },
    );
  });

  it('are a listing or a refusal, wherever bytes of an archive are changed or missing', () => {
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) });
    const changes = fc.array(change, { maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...archives), changes, fc.nat(), (archive, list, cut) => {
        const bytes = Buffer.from(archive.subarray(0, archive.length - (cut % 40)));
        for (const { at, to } of list) bytes.writeUInt8(to, at % bytes.length);
        expectListingOrRefusal(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('are a listing or a refusal where the checksums are right and all else is random', () => {
    const header = fc.record({
      type: fc.constantFrom(...Object.values(BLOCK), 6, 200),
      flags: fc.integer({ min: 0, max: 0x7f }),
      fields: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(header, { maxLength: 8 }), (headers) => {
        const blocks = headers.map((fields) => headerBytes(fields));
        expectListingOrRefusal(Buffer.concat([SIGNATURE, mainHeader(), ...blocks, endHeader()]));
      }),
      { numRuns: 3000 },
    );
  });

  function expectListingOrRefusal(archive: Buffer) {
    try {
      expect(Array.isArray(listingOf(archive).entries)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(LanspreadError);
      expect(REFUSALS).toContain((error as LanspreadError).code);
    }
  }
});

function listingOf(bytes: Buffer) {
  const archive: ArchiveBytes = {
    label: 'ggoo/ggoo.eti',
    size: bytes.length,
    read: (position, length) => bytes.subarray(position, position + length),
  };
  return readListing(archive);
}
