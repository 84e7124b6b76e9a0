import { describe, expect, it } from 'vitest';
import { checkListing } from './check-listing.ts';
import { ClaimedNames } from './claimed-names.ts';
import { type RarEntry, type RarListing } from './rar/rar-listing.ts';

const PLAIN: RarEntry = {
  path: 'maps/wake.map',
  kind: 'file',
  size: 10,
  packedSize: 10,
  dataOffset: 100,
  isStored: true,
  isEncrypted: false,
  isSplit: false,
  dictionaryBytes: 128 * 1024,
  crc32: 1,
  hasChecksum: true,
};

describe('a listing', () => {
  it('is sound where all of it may be unpacked, and knows its bytes', () => {
    const folder = { ...PLAIN, path: 'mods', kind: 'folder', size: 0 } as const;
    const listing = check({ entries: [PLAIN, folder, { ...PLAIN, path: 'b.txt' }] });
    expect(listing.bytes).toBe(20);
    expect(listing.entries.map(({ path }) => path)).toEqual(['maps/wake.map', 'mods', 'b.txt']);
  });

  it('may unpack to all bytes that there are, and to no byte more', () => {
    expect(check({ entries: [PLAIN] }, 10).bytes).toBe(10);
    expect(() => check({ entries: [PLAIN] }, 9)).toThrow(codeOf('archive-unsafe'));
  });

  it.each<readonly [string, Partial<RarListing>]>([
    ['encrypted names', { isEncrypted: true }],
    ['several volumes', { isVolume: true }],
    ['no entries', { entries: [] }],
    ['only folders', { entries: [{ ...PLAIN, kind: 'folder' }] }],
  ])('S23: is invalid with %s', (_name, odd) => {
    expect(() => check(odd)).toThrow(codeOf('archive-invalid'));
  });

  it.each<readonly [string, Partial<RarEntry>]>([
    ['is encrypted', { isEncrypted: true }],
    ['goes on in another volume', { isSplit: true }],
    ['does not say its size', { size: undefined }],
    ['is stored and says two sizes', { size: 11 }],
    ['has no checksum', { crc32: undefined, hasChecksum: false }],
  ])('S23: is invalid where an entry %s', (_name, odd) => {
    expect(() => check({ entries: [{ ...PLAIN, ...odd }] })).toThrow(codeOf('archive-invalid'));
  });

  it.each<readonly [string, Partial<RarEntry>]>([
    ['is a link', { kind: 'link' }],
    ['has a name that is no text', { path: undefined }],
    ['leaves its folder', { path: '../evil.txt' }],
    ['has a name that Windows keeps', { path: 'maps/CON.txt' }],
    ['needs too much memory', { dictionaryBytes: 512 * 1024 * 1024 }],
    ['claims more bytes than there are numbers for', { isStored: false, size: 2 ** 64 }],
  ])('S23: is unsafe where an entry %s', (_name, odd) => {
    expect(() => check({ entries: [{ ...PLAIN, ...odd }] })).toThrow(codeOf('archive-unsafe'));
  });

  it("S23: is unsafe where one of the archive's own entries needs too much memory", () => {
    const service = { ...PLAIN, path: 'CMT', dictionaryBytes: 2 ** 30 };
    expect(() => check({ services: [service] })).toThrow(codeOf('archive-unsafe'));
  });

  it('S23: is unsafe where it would land on what another archive has unpacked', () => {
    const names = new ClaimedNames();
    names.claimFile('MAPS/wake.map');
    expect(() => check({}, 100, names)).toThrow(codeOf('archive-unsafe'));
  });

  it('S23: is unsafe with more folders than a game has', () => {
    const deep = (index: number) => `${index}/${'d/'.repeat(30)}f`;
    const entries = Array.from({ length: 4000 }, (_, index) => ({ ...PLAIN, path: deep(index) }));
    expect(() => check({ entries }, 1e9)).toThrow(codeOf('archive-unsafe'));
  });

  function check(odd: Partial<RarListing>, maxBytes = 1000, names = new ClaimedNames()) {
    const plain = { isEncrypted: false, isVolume: false, entries: [PLAIN], services: [] };
    return checkListing({ ...plain, ...odd }, { label: 'ggoo/ggoo.eti', maxBytes, names });
  }

  function codeOf(code: string): unknown {
    return expect.objectContaining({ code });
  }
});
