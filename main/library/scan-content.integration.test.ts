import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folder, linkTo, pipe, place, type Thing } from '../../fixtures/games/place.ts';
import { MAX_CONTENT_FILES } from '../../shared/domain/content.ts';
import type { ContentHash } from '../../shared/domain/ids.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeOutline } from '../manifest/manifest-codec.ts';
import type { ScannedContent } from './library.ts';
import { AS_KNOWN } from './packed.ts';
import { scanContent } from './scan-content.ts';

const isLinux = process.platform === 'linux';

let game: string;
beforeEach(() => {
  game = mkdtempSync(join(tmpdir(), 'lanspread-content-'));
});
afterEach(() => {
  rmSync(game, { recursive: true, force: true });
});

describe('the content of a game', () => {
  it('S13: is every file and every empty folder, in one order on every system', () => {
    place(game, {
      'version.ini': '20250301\n',
      'ggoo.eti': 'archive',
      'data/maps/a.bsp': 'map',
      'data-old/x': '',
      'data/empty': folder,
      saves: folder,
    });
    expect(good().outline).toEqual({
      files: [
        { path: 'data-old/x', size: 0 },
        { path: 'data/maps/a.bsp', size: 3 },
        { path: 'ggoo.eti', size: 7 },
        { path: 'version.ini', size: 9 },
      ],
      emptyFolders: ['data/empty', 'saves'],
    });
  });

  it('has hash, size, inodes and times to match, in the order of the outline', () => {
    place(game, { 'version.ini': '20250301', 'b/c': '12345', a: '1' });
    const { outline, outlineBytes, outlineHash, size, inodes, mtimesMs } = good();
    expect(outlineBytes).toEqual(Uint8Array.from(encodeOutline(outline)));
    expect(outlineHash).toBe(contentHash(outlineBytes));
    expect(size).toBe(14);
    const stats = outline.files.map(({ path }) => lstatSync(join(game, path)));
    expect(Array.from(inodes)).toEqual(stats.map(({ ino }) => ino));
    expect(Array.from(mtimesMs)).toEqual(stats.map(({ mtimeMs }) => mtimeMs));
  });

  it('S12: has nothing of local/ and .lanspread… at its root, whatever they hold', () => {
    place(game, {
      'version.ini': '20250301',
      'local/root': linkTo('/'),
      'local/con/a:b': '',
      '.lanspread-staging/part': 'p',
      '.LANSPREAD.lock': pipe,
      'data/local/kept': 'k',
      'data/.lanspread': 'k',
    });
    const paths = good().outline.files.map(({ path }) => path);
    expect(paths).toEqual(['data/.lanspread', 'data/local/kept', 'version.ini']);
  });

  it.runIf(isLinux)('S12: has nothing of LOCAL/ where that is another folder than local/', () => {
    place(game, { 'version.ini': '20250301', 'LOCAL/save.dat': 's', 'local/save.dat': 's' });
    expect(good().outline.files).toHaveLength(1);
  });

  it('may have no files at all where its folder has none', () => {
    expect(good().outline).toEqual({ files: [], emptyFolders: [] });
  });
});

describe('content that can not be passed on', () => {
  const cases: readonly { readonly at: string; readonly thing: Thing; readonly says: string }[] = [
    { at: 'data/x', thing: linkTo('../a'), says: '"data/x" is a link' },
    { at: 'data/x', thing: linkTo('/'), says: '"data/x" is a link' },
    { at: 'data/x', thing: linkTo('.'), says: '"data/x" is a link' },
    { at: 'x', thing: linkTo('nowhere'), says: '"x" is a link' },
    { at: 'x', thing: pipe, says: '"x" is a named pipe' },
  ];

  it.each(cases)('T4, D7: $says: $thing', ({ at, thing, says }) => {
    place(game, { 'version.ini': '20250301', 'data/a': 'a', [at]: thing });
    expect(problem()).toMatchObject({ path: at, problem: says });
  });

  const names: readonly { readonly at: string; readonly thing?: Thing; readonly says: string }[] = [
    { at: 'a:b', says: '"a:b" has a character that not every system can hold' },
    { at: 'a\\b', says: '"a\\\\b" has a character that not every system can hold' },
    { at: 'data/a\nb', says: '"data/a\\nb" has a character that not every system can hold' },
    { at: 'x /y', says: '"x " ends with a dot or a space' },
    { at: 'data/nul.txt', says: '"data/nul.txt" is a name that Windows keeps for itself' },
    { at: 'aux', thing: folder, says: '"aux" is a name that Windows keeps for itself' },
    { at: 'data/A', says: '"data/a" and "data/A" are one name' },
    { at: 'DATA/b', says: '"data" and "DATA" are one name' },
    { at: 'data/\u0061\u0301', says: '"data/\u00e1" and "data/\u0061\u0301" are one name' },
    { at: 'd/'.repeat(33), thing: folder, says: 'is nested deeper than 32 folders' },
    { at: 'd/'.repeat(900), thing: folder, says: 'is nested deeper than 32 folders' },
  ];

  it.runIf(isLinux).each(names)('W13: $says', ({ at, thing = '', says }) => {
    place(game, { 'version.ini': '20250301', 'data/a': 'a', 'data/\u00e1': '', [at]: thing });
    expect(problem().problem).toContain(says);
  });

  it.runIf(isLinux)('W13: a name that is no Unicode', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${game}/a`), Uint8Array.of(0xff)]), '');
    expect(problem().problem).toBe('"a\uFFFD" can\'t be read: it is not there');
  });

  it('D7: a socket', async () => {
    const server = createServer().listen(join(game, 'socket'));
    await once(server, 'listening');
    expect(problem()).toEqual({
      path: 'socket',
      problem: '"socket" is a socket',
      isReadFault: false,
    });
    server.close();
  });

  it(`W13: more than ${MAX_CONTENT_FILES} files`, () => {
    for (let index = 0; index < MAX_CONTENT_FILES; index += 1) {
      writeFileSync(join(game, `f${index}`), '');
    }
    expect(good().outline.files).toHaveLength(MAX_CONTENT_FILES);
    place(game, { 'one-more': '' });
    expect(problem()).toEqual({
      path: '',
      problem: 'it has more than 20000 files',
      isReadFault: false,
    });
  });
});

describe('content that is known', () => {
  const at = (name: string): string => join(game, name);
  const times = new Date(1_700_000_000_000);
  beforeEach(() => {
    place(game, { 'version.ini': '20250301', 'a/b': '12345', 'a/c': 'x', é: '', saves: folder });
    for (const name of ['version.ini', 'a/b', 'a/c', 'é']) utimesSync(at(name), times, times);
  });

  it('S7.1: is told by that alone as long as each file is what it was', () => {
    const { fingerprint } = good();
    expect(scan(fingerprint)).toBe(AS_KNOWN);
    // A folder's own time tells nothing of its files.
    utimesSync(at('a'), new Date(), new Date());
    expect(scan(fingerprint)).toBe(AS_KNOWN);
  });

  it.each([
    {
      what: 'a file that was changed in its place',
      change: () => {
        writeFileSync(at('a/b'), '54321');
      },
    },
    {
      what: 'another size with the same time',
      change: () => {
        writeFileSync(at('a/b'), '123456');
        utimesSync(at('a/b'), times, times);
      },
    },
    {
      what: 'another file with the same size and time',
      change: () => {
        writeFileSync(at('new'), '54321');
        utimesSync(at('new'), times, times);
        renameSync(at('new'), at('a/b'));
      },
    },
    {
      what: 'a file less',
      change: () => {
        rmSync(at('a/c'));
      },
    },
    {
      what: 'a file more',
      change: () => {
        writeFileSync(at('saves/x'), '');
      },
    },
    {
      what: 'another name',
      change: () => {
        renameSync(at('a/c'), at('a/d'));
      },
    },
    {
      what: 'two names that were swapped',
      change: () => {
        renameSync(at('a/b'), at('b'));
        renameSync(at('a/c'), at('a/b'));
        renameSync(at('b'), at('a/c'));
      },
    },
    {
      what: 'an empty folder less',
      change: () => {
        rmSync(at('saves'), { recursive: true });
      },
    },
    {
      what: 'an empty folder more',
      change: () => {
        mkdirSync(at('a/empty'));
      },
    },
  ])('S7.2: is looked at as a whole with $what', ({ change }) => {
    const { fingerprint } = good();
    change();
    expect(scan(fingerprint)).not.toBe(AS_KNOWN);
    expect(good().fingerprint).not.toBe(fingerprint);
  });
});

function scan(known?: ContentHash) {
  return scanContent(game, readdirSync(game, { withFileTypes: true }), known);
}

function good(): ScannedContent {
  const content = scan();
  if (content === AS_KNOWN) throw new Error('nothing was known');
  if ('problem' in content) throw new Error(content.problem);
  return content;
}

function problem() {
  const content = scan();
  if (content === AS_KNOWN || !('problem' in content)) throw new Error('nothing was found wrong');
  return content;
}
