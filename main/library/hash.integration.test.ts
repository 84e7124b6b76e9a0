import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seededBytes } from '../../fixtures/content/seeded.ts';
import { linkTo, pipe, place, sparseFile, type Thing } from '../../fixtures/games/place.ts';
import { BLOCK_BYTES } from '../../shared/domain/content.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { blake3, contentHash } from '../manifest/blake3.ts';
import { decodeManifest } from '../manifest/manifest-codec.ts';
import type { HashedFileRecord, HashPriority } from './library.ts';
import { WorkerLibrary } from './worker-library.ts';

const never = new AbortController().signal;
const library = new WorkerLibrary();
const ggoo = 'ggoo' as GameId;

let games: string;
let folder: string;
beforeAll(() => library.start());
afterAll(() => library.stop());
beforeEach(() => {
  games = mkdtempSync(join(tmpdir(), 'lanspread-hash-'));
  folder = join(games, ggoo);
});
afterEach(() => {
  rmSync(games, { recursive: true, force: true });
});

describe('the manifest of a copy', () => {
  it('S13: has the hash of every block of every file, in the order of the outline', async () => {
    const large = seededBytes('large', 2 * BLOCK_BYTES + 5);
    const exact = seededBytes('exact', BLOCK_BYTES);
    place(folder, {
      'version.ini': '20250301',
      'b.eti': large,
      'data/exact.bin': exact,
      'data/none': '',
    });
    const { outline } = await scannedContent();
    const { manifest, manifestHash } = await hash('asked');
    const blocks = [
      large.subarray(0, BLOCK_BYTES),
      large.subarray(BLOCK_BYTES, 2 * BLOCK_BYTES),
      large.subarray(2 * BLOCK_BYTES),
      exact,
      Buffer.from('20250301'),
    ];
    const blockHashes = Uint8Array.from(Buffer.concat(blocks.map(blake3)));
    expect(decodeManifest(manifest)).toEqual({ outline, blockHashes });
    expect(manifestHash).toBe(contentHash(manifest));
  });

  it('comes with what to remember of each file', async () => {
    place(folder, { 'version.ini': '20250301', 'data/a': 'aaa', 'data/none': '' });
    const { records } = await hash('background');
    const stats = lstatSync(join(folder, 'data/a'));
    expect(records.map(({ path }) => path)).toEqual(['data/a', 'data/none', 'version.ini']);
    expect(records[0]).toEqual({
      path: 'data/a',
      size: 3,
      mtimeMs: stats.mtimeMs,
      inode: stats.ino,
      blockHashes: Uint8Array.from(blake3(Buffer.from('aaa'))),
    });
    expect(records[1]?.blockHashes).toHaveLength(0);
  });

  it('is the same at either pace', async () => {
    place(folder, { 'version.ini': '20250301', a: seededBytes('a', 3 * BLOCK_BYTES) });
    const [asked, background] = await Promise.all([hash('asked'), hash('background')]);
    expect(background.manifest).toEqual(asked.manifest);
  });
});

describe('a file that was hashed before', () => {
  // Other bytes, while size, time and inode stay: only who reads the file can tell.
  function changeUnseen(path: string, text: string): void {
    const { atime, mtime } = lstatSync(join(folder, path));
    writeFileSync(join(folder, path), text);
    utimesSync(join(folder, path), atime, mtime);
  }

  async function hashedOnce(): Promise<readonly HashedFileRecord[]> {
    place(folder, { 'version.ini': '20250301', 'data/a': 'before', b: '' });
    utimesSync(join(folder, 'data/a'), 1_700_000_000, 1_700_000_000);
    return (await hash('asked')).records;
  }

  const before = contentHash(Buffer.from('before'));
  const after = contentHash(Buffer.from('after!'));

  it('S30: is not read again', async () => {
    const records = await hashedOnce();
    changeUnseen('data/a', 'after!');
    const again = await hash('asked', records);
    expect(hashOf(again.records)).toBe(before);
    expect(again.records).toEqual(records);
  });

  it('is not read again where its time lost what is below a millisecond', async () => {
    const records = changed(await hashedOnce(), { mtimeMs: 1_700_000_000_001.9 });
    changeUnseen('data/a', 'after!');
    expect(hashOf((await hash('asked', records)).records)).toBe(before);
  });

  it.each([
    { what: 'time', change: { mtimeMs: 1_700_000_000_002 } },
    { what: 'size', change: { size: 7 } },
    { what: 'inode', change: { inode: 1 } },
    { what: 'path', change: { path: 'data/A' } },
    { what: 'hashes, of too few blocks', change: { blockHashes: new Uint8Array(0) } },
  ])('is read again where the record has another $what', async ({ change }) => {
    const records = changed(await hashedOnce(), change);
    changeUnseen('data/a', 'after!');
    expect(hashOf((await hash('asked', records)).records)).toBe(after);
  });

  it('is read again where another file took its place', async () => {
    const records = await hashedOnce();
    place(folder, { new: 'after!' });
    utimesSync(join(folder, 'new'), 1_700_000_000, 1_700_000_000);
    renameSync(join(folder, 'new'), join(folder, 'data/a'));
    expect(hashOf((await hash('asked', records)).records)).toBe(after);
  });

  function changed(
    records: readonly HashedFileRecord[],
    change: Partial<HashedFileRecord>,
  ): readonly HashedFileRecord[] {
    return records.map((record) => (record.path === 'data/a' ? { ...record, ...change } : record));
  }

  function hashOf(records: readonly HashedFileRecord[]): string {
    const record = records.find(({ path }) => path.toLowerCase() === 'data/a');
    return Buffer.from(record?.blockHashes ?? []).toString('hex');
  }
});

describe('a file that is no longer as it was scanned', () => {
  const replacements: readonly { readonly what: string; readonly thing: Thing | undefined }[] = [
    { what: 'it is gone', thing: undefined },
    { what: 'it has grown', thing: 'aaaa' },
    { what: 'it has shrunk', thing: 'a' },
    { what: 'it was written anew', thing: 'bbb' },
    { what: 'it is a link to the same bytes', thing: linkTo('same') },
    { what: 'it is a named pipe', thing: pipe },
  ];

  it.each(replacements)('T4, D6: fails the job with io-error: $what', async ({ thing }) => {
    place(folder, { 'version.ini': '20250301', 'data/a': 'aaa', 'data/same': 'aaa' });
    utimesSync(join(folder, 'data/a'), 1_700_000_000, 1_700_000_000);
    const content = await scannedContent();
    rmSync(join(folder, 'data/a'));
    if (thing !== undefined) place(folder, { 'data/a': thing });
    const job = { folder, content, records: [], priority: 'asked' as const };
    await expect(library.hashGame(job, never)).rejects.toMatchObject({
      code: 'io-error',
      message: '"data/a" changed while it was read. Leave it alone, then rescan.',
    });
  });

  it('T4: fails the job where a folder above it became a link to the same files', async () => {
    place(folder, { 'version.ini': '20250301', 'data/a': 'aaa' });
    const content = await scannedContent();
    renameSync(join(folder, 'data'), join(games, 'outside'));
    symlinkSync(join(games, 'outside'), join(folder, 'data'));
    const job = { folder, content, records: [], priority: 'asked' as const };
    await expect(library.hashGame(job, never)).rejects.toMatchObject({ code: 'io-error' });
  });
});

describe('digests of files', () => {
  it('give SHA-256 and block hashes, and nothing for what is no file there', async () => {
    const large = seededBytes('large', BLOCK_BYTES + 1);
    place(folder, {
      large,
      'data/none': '',
      'data/pipe': pipe,
      link: linkTo('large'),
      up: linkTo('..'),
    });
    place(games, { secret: 'not of this game' });
    const paths = [
      'large',
      'gone',
      'data',
      'data/none',
      'data/pipe',
      'link',
      'up/secret',
      '../secret',
    ];
    const digests = await library.digestFiles(folder, paths, never);
    const blockHashes = Uint8Array.from(
      Buffer.concat([blake3(large.subarray(0, BLOCK_BYTES)), blake3(large.subarray(BLOCK_BYTES))]),
    );
    expect(digests).toEqual([
      { path: 'large', size: large.length, sha256: sha256(large), blockHashes },
      undefined,
      undefined,
      { path: 'data/none', size: 0, sha256: sha256(''), blockHashes: new Uint8Array(0) },
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('hash jobs', () => {
  const MIB = 2 ** 20;

  it('go one at a time, asked ones before those in the background', async () => {
    place(folder, { 'version.ini': '20250301', a: sparseFile(256 * MIB) });
    const content = await scannedContent();
    const done: string[] = [];
    const run = (name: string, priority: HashPriority) =>
      library
        .hashGame({ folder, content, records: [], priority }, never)
        .then(() => done.push(name));
    await Promise.all([
      run('background 1', 'background'),
      run('background 2', 'background'),
      run('asked 1', 'asked'),
      run('asked 2', 'asked'),
      library.digestFiles(folder, ['version.ini'], never).then(() => done.push('digest')),
    ]);
    expect(done).toEqual(['asked 1', 'asked 2', 'digest', 'background 1', 'background 2']);
  });

  it.each(['asked', 'background'] as const)(
    'end with the reason of their signal, under way or waiting: %s',
    async (priority) => {
      place(folder, { 'version.ini': '20250301', a: sparseFile(4_096 * MIB) });
      const content = await scannedContent();
      const stopping = new AbortController();
      const reason = new LanspreadError('cancelled', 'enough');
      const job = { folder, content, records: [], priority };
      const jobs = [1, 2].map(() => library.hashGame(job, stopping.signal));
      const settled = Promise.allSettled(jobs);
      // That the worker answers in between shows that it has begun.
      await library.scanGame(games, ggoo);
      stopping.abort(reason);
      expect(await settled).toEqual([
        { status: 'rejected', reason },
        { status: 'rejected', reason },
      ]);
      await expect(library.hashGame(job, stopping.signal)).rejects.toBe(reason);
      await expect(library.digestFiles(folder, ['version.ini'], never)).resolves.toHaveLength(1);
    },
  );
});

async function scannedContent() {
  const { content, problems } = await library.scanGame(games, ggoo);
  if (!content) throw new Error(`no content: ${JSON.stringify(problems)}`);
  return content;
}

async function hash(priority: HashPriority, records: readonly HashedFileRecord[] = []) {
  const content = await scannedContent();
  return library.hashGame({ folder, content, records, priority }, never);
}

function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
