import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, type Manifest, type Outline } from '../../shared/domain/content.ts';
import { contentHash, HASH_BYTES } from './blake3.ts';
import {
  decodeManifest,
  decodeOutline,
  encodeManifest,
  encodeOutline,
  outlineProblem,
} from './manifest-codec.ts';

const outline: Outline = {
  files: [
    { path: 'data/maps/café.bsp', size: 2 * BLOCK_BYTES + 1 },
    { path: 'data-old.txt', size: 0 },
    { path: 'ggoo.eti', size: 7 },
    { path: 'version.ini', size: 8 },
  ],
  emptyFolders: ['saves'],
};
// Three blocks of the map, one of each other file that is not empty.
const manifest: Manifest = {
  outline: { ...outline, files: sorted(outline.files) },
  blockHashes: Uint8Array.from({ length: 5 * HASH_BYTES }, (_, index) => index),
};

const part = fc.string({
  unit: fc.constantFrom(...Array.from('abcXYZ09 -_é漢')),
  minLength: 1,
  maxLength: 6,
});
const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const anyOutline = fc
  .record({
    paths: fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
    sizes: fc.array(fc.nat({ max: 3 * BLOCK_BYTES }), { minLength: 12, maxLength: 12 }),
    emptyFolders: fc.nat({ max: 3 }),
  })
  .map(({ paths, sizes, emptyFolders }): Outline => {
    const files = paths
      .slice(emptyFolders)
      .map((name, index) => ({ path: name, size: sizes[index] ?? 0 }));
    return { files: sorted(files), emptyFolders: paths.slice(0, emptyFolders).sort() };
  })
  .filter((made) => made.files.length > 0 && outlineProblem(made) === undefined);
const anyManifest = anyOutline.map(withHashes);

describe('an encoded manifest', () => {
  it('S13: never drifts: the hashes of a fixed content stay what they were', () => {
    expect(Buffer.from(encodeOutline(outline)).toString()).toBe(
      '{"files":[["data-old.txt",0],["data/maps/café.bsp",8388609],["ggoo.eti",7],["version.ini",8]],' +
        '"folders":["saves"]}',
    );
    expect(contentHash(encodeOutline(outline))).toBe(
      'a1d8c8353671d3f59c42589d8692cb229a715164188dc26881c7303fdce9de22',
    );
    expect(contentHash(encodeManifest(manifest))).toBe(
      '6e9b966d8d7aa54ec963ff794f92ee12e317aa9e2aa40644fdf7d44a547cb1e5',
    );
  });

  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(anyManifest, (made) => {
        expect(decodeOutline(encodeOutline(made.outline))).toEqual(made.outline);
        expect(decodeManifest(encodeManifest(made))).toEqual(made);
      }),
    );
  });

  it('is the same for the same content, in whatever order it was found', () => {
    fc.assert(
      fc.property(anyOutline, fc.nat(), (made, turn) => {
        const files = made.files.slice();
        files.push(...files.splice(0, turn % files.length));
        const found = { files, emptyFolders: made.emptyFolders.toReversed() };
        expect(encodeOutline(found)).toEqual(encodeOutline(made));
      }),
    );
  });

  it('has one form only: what decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(anyManifest, fc.nat(), fc.nat({ max: 255 }), (made, at, byte) => {
        const bytes = Uint8Array.from(encodeManifest(made));
        bytes[at % bytes.length] = byte;
        const decoded = decodeManifest(bytes);
        if (!('problem' in decoded)) expect(Buffer.compare(encodeManifest(decoded), bytes)).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('bytes that strangers send for a manifest', () => {
  it('W6: are refused with a reason and never throw, at random', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeOutline(bytes)).toHaveProperty('problem');
        expect(decodeManifest(bytes)).toHaveProperty('problem');
      }),
      { numRuns: 2_000 },
    );
  });

  it('W6: never throw where a good manifest was cut, lengthened or changed', () => {
    const change = fc.record({
      at: fc.nat(),
      insert: fc.uint8Array({ maxLength: 6 }),
      drop: fc.nat(6),
    });
    fc.assert(
      fc.property(
        anyManifest,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (made, changes) => {
          let bytes = Array.from(encodeManifest(made));
          for (const { at, insert, drop } of changes) {
            bytes = bytes.toSpliced(at % bytes.length, drop, ...insert);
          }
          expect(decodeManifest(Uint8Array.from(bytes))).toBeTypeOf('object');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    { what: 'nothing', bytes: '' },
    { what: 'no JSON', bytes: 'files' },
    { what: 'other JSON', bytes: '[]' },
    { what: 'a deep nest', bytes: '['.repeat(100_000) },
    { what: 'no file at all', bytes: '{"files":[],"folders":[]}' },
    { what: 'a negative size', bytes: '{"files":[["a",-1]],"folders":[]}' },
    { what: 'a size that is no whole number', bytes: '{"files":[["a",1.5]],"folders":[]}' },
    { what: 'an endless size', bytes: '{"files":[["a",1e999]],"folders":[]}' },
    { what: 'a size over a pebibyte', bytes: '{"files":[["a",1125899906842625]],"folders":[]}' },
    { what: 'a size as text', bytes: '{"files":[["a","1"]],"folders":[]}' },
    { what: 'one key more', bytes: '{"files":[["a",1]],"folders":[],"extra":1}' },
    { what: 'a key twice', bytes: '{"files":[["b",1]],"files":[["a",1]],"folders":[]}' },
    { what: 'spaces between', bytes: '{"files": [["a",1]],"folders":[]}' },
    { what: 'a byte order mark', bytes: '\uFEFF{"files":[["a",1]],"folders":[]}' },
    { what: 'files out of order', bytes: '{"files":[["b",1],["a",1]],"folders":[]}' },
    { what: 'folders out of order', bytes: '{"files":[["a",1]],"folders":["d","c"]}' },
    { what: 'an escape where none is needed', bytes: '{"files":[["\\u0061",1]],"folders":[]}' },
    { what: 'a path that climbs', bytes: '{"files":[["../a",1]],"folders":[]}' },
    { what: 'an empty folder that climbs', bytes: '{"files":[["a",1]],"folders":[".."]}' },
    { what: 'a path of its own PC', bytes: '{"files":[["LOCAL/a",1]],"folders":[]}' },
  ])('W6, W13: are refused: $what', ({ bytes }) => {
    expect(decodeOutline(Buffer.from(bytes))).toHaveProperty('problem');
  });

  it.each([
    { what: 'one hash too few', hashes: 4 * HASH_BYTES },
    { what: 'one hash too many', hashes: 6 * HASH_BYTES },
    { what: 'half a hash', hashes: 5 * HASH_BYTES - 16 },
    { what: 'no hashes', hashes: 0 },
  ])('W13: are refused with $what', ({ hashes }) => {
    const bytes = encodeManifest({ ...manifest, blockHashes: new Uint8Array(hashes) });
    expect(decodeManifest(bytes)).toEqual({ problem: 'the manifest has not one hash a block' });
  });

  it('W13: are refused with more than 20,000 files', () => {
    const files = Array.from({ length: 20_001 }, (_, index) => ({ path: `f${index}`, size: 0 }));
    expect(
      decodeOutline(encodeOutline({ files: files.slice(1), emptyFolders: [] })),
    ).toHaveProperty('files');
    expect(decodeOutline(encodeOutline({ files, emptyFolders: [] }))).toHaveProperty('problem');
  });
});

describe('an outline', () => {
  it.each([
    { paths: ['a', 'a'] },
    { paths: ['a', 'A'] },
    { paths: ['version.ini', 'VERSION.INI'] },
    { paths: ['é', 'e\u0301'] },
    { paths: ['data/a', 'data/A'] },
    { paths: ['Data/a', 'data/b'] },
    { paths: ['x/Data/a', 'x/b', 'x/data/c'] },
    { paths: ['a', 'a/b'] },
    { paths: ['a/b/c', 'a/b'] },
    { paths: ['A', 'a/b'] },
    { paths: ['a/b/c', 'A/B'] },
  ])('W13: holds no two names that are one on some system: $paths', ({ paths }) => {
    for (const order of [paths, paths.toReversed()]) {
      const files = order.map((name) => ({ path: name, size: 1 }));
      expect(outlineProblem({ files, emptyFolders: [] })).toBeTypeOf('string');
      const [first, ...others] = files;
      const emptyFolders = others.map((file) => file.path);
      expect(outlineProblem({ files: first ? [first] : [], emptyFolders })).toBeTypeOf('string');
    }
  });

  it('W13: may hold the same name in two folders, and one folder many times', () => {
    const paths = ['a/x/1', 'a/x/2', 'b/x/1', 'a/y', 'x', 'a.b', 'a-b/x/1', '漢/x', '漢/y/z'];
    const files = paths.map((name) => ({ path: name, size: 1 }));
    expect(outlineProblem({ files, emptyFolders: ['b/y', 'a/x/3'] })).toBeUndefined();
  });
});

function sorted(files: Outline['files']): Outline['files'] {
  return files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

function withHashes(made: Outline): Manifest {
  const blocks = made.files.reduce((sum, file) => sum + Math.ceil(file.size / BLOCK_BYTES), 0);
  const blockHashes = Uint8Array.from({ length: blocks * HASH_BYTES }, (_, index) => index * 7);
  return { outline: made, blockHashes };
}
