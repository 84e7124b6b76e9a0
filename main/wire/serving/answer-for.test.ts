import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContentFile } from '../../../shared/domain/content.ts';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { Version } from '../../../shared/domain/version.ts';
import { HASH_BYTES, hexHashAt } from '../../manifest/blake3.ts';
import { encodeOutline } from '../../manifest/manifest-codec.ts';
import { parseRequest } from '../content-requests.ts';
import { MAX_REQUEST_BYTES, MAX_REQUEST_RANGES } from '../limits.ts';
import { answerFor } from './answer-for.ts';
import { ServedGames } from './served-games.ts';
import { SharedBlocks } from './shared-blocks.ts';

const MIB = 1024 * 1024;
const files: readonly ContentFile[] = [
  { path: 'data/maps.eti', size: 100 * MIB },
  { path: 'empty.txt', size: 0 },
  { path: 'version.ini', size: 8 },
];

function published(listed: readonly ContentFile[] = files): ServedGames {
  const games = new ServedGames();
  games.publish({
    gameId: 'ggoo' as GameId,
    version: '20250301' as Version,
    folder: '/games/ggoo',
    outline: Buffer.from(encodeOutline({ files: listed, emptyFolders: [] })),
    inodes: Float64Array.from(listed, (_, index) => index + 1),
  });
  return games;
}

const range = { path: 'data/maps.eti', offset: 0, length: MIB };
const blocks = {
  ...{ type: 'get-blocks', id: 1, gameId: 'ggoo', version: '20250301', withHashes: false },
  ranges: [range],
};

/** The answer to a message as it came from the network. */
function answerTo(message: object, games = published(), shared = new SharedBlocks()) {
  const asked = parseRequest(JSON.parse(JSON.stringify(message)) as object);
  return asked && answerFor(asked.request, { games, shared });
}

describe('S12: the serving gate', () => {
  it.each([
    { offset: 0, length: 1 },
    { offset: 0, length: MAX_REQUEST_BYTES },
    { offset: 100 * MIB - 1, length: 1 },
  ])('serves $length bytes at $offset of a file that is listed', (part) => {
    const answer = answerTo({ ...blocks, ranges: [{ ...range, ...part }] });
    expect(answer).toMatchObject({ type: 'blocks', ranges: [{ ...part, file: { inode: 1 } }] });
  });

  it('serves a game in the version that is published, and in no other', () => {
    expect(answerTo({ ...blocks, version: '20250302' })).toEqual({ type: 'not-available' });
  });

  it('serves nothing of a game that is not published, or is withdrawn', () => {
    const games = published();
    expect(answerTo({ ...blocks, gameId: 'bf1942' }, games)).toEqual({ type: 'not-available' });
    games.withdraw('ggoo' as GameId);
    expect(answerTo(blocks, games)).toEqual({ type: 'not-available' });
  });

  it.each([
    'data',
    'data/',
    'data/other.eti',
    'DATA/MAPS.ETI',
    'data\\maps.eti',
    './data/maps.eti',
    'data/../data/maps.eti',
    '/data/maps.eti',
    '/games/ggoo/data/maps.eti',
    'data/maps.eti\0',
    'data%2fmaps.eti',
    'local/save.dat',
    'LOCAL/save.dat',
    '.lanspread-staging/x',
    '../identity.json',
    '%2e%2e/identity.json',
    '..\\identity.json',
    'C:\\Windows\\win.ini',
    '__proto__',
    'constructor',
    '',
  ])('W14: declines the path %j, which is no entry', (path) => {
    const answer = answerTo({ ...blocks, ranges: [{ ...range, path, length: 1 }] });
    expect(answer).toEqual({ type: 'not-available' });
  });

  it('serves nothing at all of an outline that lists a file below local/', () => {
    const games = published([...files, { path: 'local/save.dat', size: 5 }]);
    expect(answerTo({ ...blocks, ranges: [{ ...range, length: 1 }] }, games)).toEqual({
      type: 'not-available',
    });
  });

  it.each([
    { offset: -1, length: 1 },
    { offset: 1.5, length: 1 },
    { offset: '0', length: 1 },
    { offset: 2 ** 53, length: 1 },
    { offset: 0, length: 0 },
    { offset: 0, length: -1 },
    { offset: 0, length: MAX_REQUEST_BYTES + 1 },
    { offset: 100 * MIB, length: 1 },
    { offset: 100 * MIB - 1, length: 2 },
    { offset: Number.MAX_SAFE_INTEGER, length: MIB },
    { offset: null, length: 1 },
  ])('W9: declines $length bytes at $offset', (part) => {
    const answer = answerTo({ ...blocks, ranges: [{ ...range, ...part }] });
    expect(answer).toEqual({ type: 'not-available' });
  });

  it.each([
    { what: 'no range', ranges: [] },
    { what: 'one byte of an empty file', ranges: [{ path: 'empty.txt', offset: 0, length: 1 }] },
    { what: 'ranges over 4 MiB together', ranges: Array.from({ length: 5 }, () => range) },
    {
      what: 'too many ranges',
      ranges: Array.from({ length: MAX_REQUEST_RANGES + 1 }, () => ({ ...range, length: 1 })),
    },
    { what: 'one bad range among good ones', ranges: [range, { ...range, path: 'x' }] },
  ])('W9: declines $what', ({ ranges }) => {
    expect(answerTo({ ...blocks, ranges })).toEqual({ type: 'not-available' });
  });

  it('serves a run of ranges packed, in the order asked for', () => {
    const second = { path: 'version.ini', offset: 0, length: 8 };
    const answer = answerTo({ ...blocks, ranges: [range, second], withHashes: true });
    const expected = [{ file: { path: range.path } }, { file: { path: second.path } }];
    expect(answer).toMatchObject({ type: 'blocks', withHashes: true, ranges: expected });
  });

  it('forgets a file that is gone until its game is published anew', () => {
    const games = published();
    const file = games.find('ggoo' as GameId)?.files.get(range.path);
    expect(file).toBeDefined();
    if (file) games.forget(file);
    expect(answerTo(blocks, games)).toEqual({ type: 'not-available' });
  });

  it('W14: never reaches a file whose path is not an entry, whatever is asked', () => {
    const games = published();
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.integer(),
        fc.integer(),
        (path, offset, length) => {
          const answer = answerTo({ ...blocks, ranges: [{ path, offset, length }] }, games);
          const isEntry = files.some((file) => file.path === path);
          expect(answer?.type === 'blocks' && !isEntry).toBe(false);
        },
      ),
    );
  });
});

describe('descriptors', () => {
  const asked = { type: 'get-descriptors', id: 1, gameId: 'ggoo', version: '20250301' };

  it('gives the outline as it was published', () => {
    const answer = answerTo({ ...asked, form: 'outline' });
    expect(answer).toMatchObject({ type: 'descriptors', bytes: expect.any(Buffer) as Buffer });
  });

  it.each([{ form: 'manifest' }, { form: 'outline', version: '20240101' }, { form: 'x' }])(
    'S12: declines %j',
    (change) => {
      expect(answerTo({ ...asked, ...change })).toEqual({ type: 'not-available' });
    },
  );
});

describe('requests', () => {
  it.each([{}, { type: 'get-blocks' }, { id: 1 }, { type: 'get-blocks', id: -1 }])(
    'W5: a frame without type and number gets no answer: %j',
    (message) => {
      expect(answerTo(message)).toBeUndefined();
    },
  );

  it('W5: an unknown request is declined like any other', () => {
    expect(answerTo({ type: 'get-everything', id: 1 })).toEqual({ type: 'not-available' });
  });
});

describe('S21: blocks of a running download', () => {
  const outline = { files: [...files.slice(0, 1), { path: 'z.txt', size: 5 }], emptyFolders: [] };
  const count = 26;
  const blockHashes = Uint8Array.from({ length: count * HASH_BYTES }, (_, at) => at >> 5);

  function sharing(indexes: readonly number[]): SharedBlocks {
    const shared = new SharedBlocks();
    shared.share({ gameId: 'ggoo' as GameId, folder: '/staging', outline, blockHashes });
    shared.add('ggoo' as GameId, indexes);
    return shared;
  }

  function asked(indexes: readonly number[], gameId = 'ggoo') {
    const hashes = indexes.map((index) => hexHashAt(blockHashes, index));
    return { type: 'get-hashed-blocks', id: 1, gameId, hashes };
  }

  it('are given by hash once they are verified', () => {
    const answer = answerTo(asked([3]), undefined, sharing([1, 3]));
    const file = { path: 'data/maps.eti', inode: undefined };
    const part = { offset: 12 * MIB, length: 4 * MIB };
    expect(answer).toMatchObject({ type: 'hashed-blocks', ranges: [{ ...part, file }] });
  });

  it.each([
    { what: 'a block that is not verified', message: asked([2]) },
    { what: 'a run with one that is not verified', message: asked([25, 2]) },
    { what: 'another game', message: asked([1], 'bf1942') },
    { what: 'more than a request may ask for', message: asked([1, 3]) },
    {
      what: 'more hashes than a request may name',
      message: asked(Array(1_025).fill(25) as number[]),
    },
    { what: 'a path', message: { ...blocks, ranges: [{ path: 'z.txt', offset: 0, length: 5 }] } },
    { what: 'a hash that is none', message: { ...asked([1]), hashes: ['../version.ini'] } },
  ])('S12: opens no way to $what', ({ message }) => {
    const answer = answerTo(message, new ServedGames(), sharing([1, 3, 25]));
    expect(answer).toEqual({ type: 'not-available' });
  });

  it('are given no more once the download is over, or a block has proven wrong', () => {
    const shared = sharing([1, 3]);
    shared.forget('ggoo' as GameId, hexHashAt(blockHashes, 3));
    expect(answerTo(asked([3]), undefined, shared)).toEqual({ type: 'not-available' });
    expect(answerTo(asked([1]), undefined, shared)).toMatchObject({ type: 'hashed-blocks' });
    shared.end('ggoo' as GameId);
    expect(answerTo(asked([1]), undefined, shared)).toEqual({ type: 'not-available' });
  });
});
