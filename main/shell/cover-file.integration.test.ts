import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJpeg, aPng, aWebp } from '../../fixtures/window/a-picture.ts';
import { MAX_COVER_BYTES, MAX_COVER_SIDE, readCover } from './cover-file.ts';

const size = { width: 600, height: 900 };

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanspread-cover-'));
  await mkdir(join(root, 'ggoo'));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

async function coverAt(...paths: readonly string[]) {
  return (await readCover(paths.map((path) => ({ folder: root, path }))))?.type;
}

async function put(path: string, bytes: Buffer): Promise<void> {
  await writeFile(join(root, path), bytes);
}

describe('a cover', () => {
  it('is the first that may be shown, of the type that its bytes are', async () => {
    await put('ggoo/cover.webp', Buffer.from('no picture at all'));
    await put('ggoo/cover.png', aJpeg(size));
    await put('ggoo/art.webp', aWebp('VP8L', size));
    expect(await coverAt('ggoo/cover.webp', 'ggoo/cover.png', 'ggoo/art.webp')).toBe('image/jpeg');
    expect(await coverAt('ggoo/missing.png', 'ggoo/art.webp')).toBe('image/webp');
    expect(await coverAt()).toBeUndefined();
  });

  it('L5: is no file that is too large, as a file or once it is drawn', async () => {
    await put('ggoo/cover.png', aPng({ width: MAX_COVER_SIDE, height: MAX_COVER_SIDE }));
    expect(await coverAt('ggoo/cover.png')).toBe('image/png');
    await truncate(join(root, 'ggoo/cover.png'), MAX_COVER_BYTES + 1);
    expect(await coverAt('ggoo/cover.png')).toBeUndefined();
    await put('ggoo/cover.png', aPng({ width: 60_000, height: 60_000 }));
    expect(await coverAt('ggoo/cover.png')).toBeUndefined();
    await put('ggoo/cover.png', aPng({ width: 0, height: 900 }));
    expect(await coverAt('ggoo/cover.png')).toBeUndefined();
  });

  it('L5: is no link, and lies behind none', async () => {
    await put('secret.png', aPng(size));
    await symlink(join(root, 'secret.png'), join(root, 'ggoo/cover.png'));
    expect(await coverAt('ggoo/cover.png')).toBeUndefined();
    await rm(join(root, 'ggoo/cover.png'));
    await put('ggoo/cover.png', aPng(size));
    expect(await coverAt('ggoo/cover.png')).toBe('image/png');
    await rename(join(root, 'ggoo'), join(root, 'elsewhere'));
    await symlink(join(root, 'elsewhere'), join(root, 'ggoo'));
    expect(await coverAt('ggoo/cover.png')).toBeUndefined();
  });

  it('L5: is no pipe that somebody would have to write to, and no folder', async () => {
    execFileSync('mkfifo', [join(root, 'ggoo/cover.png')]);
    await mkdir(join(root, 'ggoo/cover.webp'));
    expect(await coverAt('ggoo/cover.png', 'ggoo/cover.webp')).toBeUndefined();
  });

  it.each(['../secret.png', '/etc/passwd', 'ggoo/../../secret.png', 'ggoo\\..\\secret.png', ''])(
    'L5: is never looked for at %j',
    async (path) => {
      expect(await coverAt(path)).toBeUndefined();
    },
  );
});
