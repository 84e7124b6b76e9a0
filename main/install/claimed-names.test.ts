import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import { ClaimedNames } from './claimed-names.ts';

describe('claimed names', () => {
  it('are files in folders, whose parents are claimed with them', () => {
    const names = new ClaimedNames();
    expect(names.claimFile('a/b/c.txt')).toBeUndefined();
    expect(names.claimFolder('a/d')).toBeUndefined();
    expect([...names.folders]).toEqual(['a', 'a/b', 'a/d']);
  });

  it('may hold a folder twice, before and after its files', () => {
    const names = new ClaimedNames();
    expect(names.claimFolder('a')).toBeUndefined();
    expect(names.claimFile('a/b.txt')).toBeUndefined();
    expect(names.claimFolder('a')).toBeUndefined();
  });

  it.each([
    ['the same file', 'a.txt', 'a.txt'],
    ['another case', 'Read.me', 'read.ME'],
    ['another composition', '\u00e9', 'e\u0301'],
    ['a compatible spelling', '\ufb01le', 'file'],
    ['another case of a folder', 'Maps/a', 'maps/b'],
    ["a file in a folder's place", 'maps/a', 'maps'],
    ["a folder in a file's place", 'maps', 'maps/a'],
    ["a folder in a file's place, by case", 'MAPS', 'maps/a/b'],
  ])('S23: are not claimed twice: %s', (_name, first, second) => {
    const names = new ClaimedNames();
    expect(names.claimFile(first)).toBeUndefined();
    expect(names.claimFile(second)).toMatch(/there twice|one file on some systems/);
  });

  it('S23: never share a key, whatever was claimed', () => {
    const part = fc.constantFrom('a', 'A', 'b', '\u00e9', 'e\u0301', 'c.txt');
    const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), (paths) => {
        const names = new ClaimedNames();
        const files = paths.filter((file) => names.claimFile(file) === undefined);
        const keys = [...files, ...names.folders].map((name) => collisionKey(name));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
