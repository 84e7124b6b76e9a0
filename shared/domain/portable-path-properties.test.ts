import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collisionKey, contentPathProblem, isPrivateName, pathProblem } from './portable-path.ts';

// Pieces that paths are attacked with, mixed with any text at all.
const attack = fc.constantFrom(
  ...[
    '..',
    '.',
    '/',
    '\\',
    ':',
    'C:',
    '//',
    ' ',
    '. ',
    '...',
    'a',
    'B',
    'é',
    '漢',
    '🎮',
    '~',
    '$',
    '%2e',
  ],
  ...[
    'con',
    'NUL',
    'aux.',
    'COM1',
    'lpt¹',
    'CONIN$',
    'local',
    'LOCAL',
    '.lanspread',
    '\u200d',
    '\0',
  ],
  ...['．', '／', '＼', '\n', '?', '\\\\?\\', 'LANSPR~1', '::$DATA', '\ud800', '\u007f', '\u0085'],
);
const hostilePath = fc
  .array(fc.oneof({ weight: 4, arbitrary: attack }, fc.string({ unit: 'binary', maxLength: 4 })), {
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''));

const wholePart = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const likelyPath = fc
  .array(wholePart, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join('/'));
const acceptedPath = fc
  .oneof(hostilePath, likelyPath)
  .filter((path) => pathProblem(path) === undefined);

// U+0345 is left out: it folds to a letter, so that a system which folds first and one that
// normalizes first differ over it.
const foldablePath = acceptedPath.filter((path) => !path.normalize('NFD').includes('\u0345'));
const twinLetter = fc.constantFrom(
  ...Array.from(
    'aAiIkKsSßẞİıſÅåΣςσάώΩµﬁŉǰΐև가각㍱Ⅷⅷ①\u0301\u0300\u0307\u030a\u0308\u200d\ufe0f\u00ad. /',
  ),
);
const twinText = fc.string({ unit: twinLetter, minLength: 1, maxLength: 8 });

describe('names: every accepted path', () => {
  it.each([
    { system: 'posix', paths: posix, root: '/games/ggoo' },
    { system: 'win32', paths: win32, root: 'C:\\games\\ggoo' },
    { system: 'win32 over a share', paths: win32, root: '\\\\server\\games\\ggoo' },
  ])('W13: stays inside the root on $system', ({ paths, root }) => {
    fc.assert(
      fc.property(acceptedPath, (path) => {
        const inside = paths.relative(root, paths.join(root, path));
        expect(inside.split(paths.sep)).toEqual(path.split('/'));
        expect(paths.isAbsolute(inside)).toBe(false);
        expect(inside.split(paths.sep)).not.toContain('..');
      }),
      { numRuns: 3_000 },
    );
  });

  it('W13: is refused together with anything appended that climbs', () => {
    fc.assert(
      fc.property(
        acceptedPath,
        fc.constantFrom('/..', '\\..', '/../x', '/', ' ', '.', '\0'),
        (path, tail) => {
          expect(pathProblem(path + tail)).toBeDefined();
        },
      ),
    );
  });

  it('S12: is refused below local/ and .lanspread…, in any spelling of case and form', () => {
    const root = fc.constantFrom('local', '.lanspread', '.lanspread-staging', '.lanspread.tmp');
    fc.assert(
      fc.property(
        root,
        fc.nat(),
        fc.constantFrom('', '\u200d', '\ufeff'),
        (name, seed, invisible) => {
          const spelled = Array.from(name)
            .map((letter, index) => ((seed >> (index % 31)) & 1 ? letter.toUpperCase() : letter))
            .join(invisible);
          expect(isPrivateName(spelled)).toBe(true);
          expect(contentPathProblem(`${spelled}/save.dat`)).toBeDefined();
        },
      ),
    );
  });
});

describe('names: any text', () => {
  it('W13: is judged without a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(hostilePath, fc.string({ unit: 'binary', maxLength: 2_000 })),
        (path) => {
          const problem = pathProblem(path);
          expect(problem === undefined || problem.length > 0).toBe(true);
          expect(contentPathProblem(path) === undefined && problem !== undefined).toBe(false);
          collisionKey(path);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each([
    { how: 'upper case', twin: oneForOne((letter) => letter.toUpperCase()) },
    { how: 'lower case', twin: oneForOne((letter) => letter.toLowerCase()) },
    { how: 'NFC', twin: (text: string) => text.normalize('NFC') },
    { how: 'NFD', twin: (text: string) => text.normalize('NFD') },
    { how: 'NFKC', twin: (text: string) => text.normalize('NFKC') },
    { how: 'its own key', twin: collisionKey },
  ])('W13: has the key of its twin in $how', ({ twin }) => {
    fc.assert(
      fc.property(fc.oneof(twinText, foldablePath), (text) => {
        expect(collisionKey(twin(text))).toBe(collisionKey(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('W13: has a key of its own among plain names, whatever the folder', () => {
    const plain = fc.string({
      unit: fc.constantFrom(...Array.from('abcdefz0189-_.')),
      minLength: 1,
    });
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(collisionKey(one) === collisionKey(other)).toBe(one === other);
      }),
    );
  });
});

// As NTFS and exFAT fold: letter by letter, and only where one letter stays one.
function oneForOne(change: (letter: string) => string): (text: string) => string {
  return (text) =>
    Array.from(text)
      .map((letter) => {
        const changed = change(letter);
        return Array.from(changed).length === 1 ? changed : letter;
      })
      .join('');
}
