import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bf1942, cnc4, ggoo } from '../../fixtures/engine/room.ts';
import { aPng } from '../../fixtures/window/a-picture.ts';
import { answerPage, CONTENT_SECURITY_POLICY, type PageFilesDeps } from './page-files.ts';
import { coverUrl } from './page-path.ts';

const COVERS: ReadonlyMap<string, string> = new Map([
  [ggoo, 'covers/ggoo.webp'],
  [cnc4, 'covers/cnc4.png'],
]);

let root = '';
let deps: PageFilesDeps;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanspread-page-'));
  await mkdir(join(root, 'page/assets'), { recursive: true });
  await mkdir(join(root, 'catalog/covers'), { recursive: true });
  await writeFile(join(root, 'page/index.html'), '<p>hello</p>');
  await writeFile(join(root, 'page/notes.txt'), 'no type of ours');
  await writeFile(join(root, 'secret.html'), 'secret');
  await writeFile(join(root, 'catalog/covers/ggoo.webp'), aPng({ width: 6, height: 9 }));
  await symlink(join(root, 'secret.html'), join(root, 'page/link.html'));
  await symlink(root, join(root, 'page/out'));
  await symlink(join(root, 'secret.html'), join(root, 'catalog/covers/cnc4.png'));
  deps = {
    pageFolder: join(root, 'page'),
    coverPlaces: (gameId) => {
      const path = COVERS.get(gameId);
      return Promise.resolve(path === undefined ? [] : [{ folder: join(root, 'catalog'), path }]);
    },
  };
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

async function statusOf(path: string): Promise<number> {
  return (await answerPage(deps, `app://lanspread/${path}`)).status;
}

describe('the files of the page', () => {
  it('L4: come with the policy as a header', async () => {
    const answer = await answerPage(deps, 'app://lanspread/index.html');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await answer.text()).toBe('<p>hello</p>');
  });

  it.each([
    'link.html',
    'out/secret.html',
    'assets',
    'notes.txt',
    'missing.html',
    '../secret.html',
    '%2e%2e/secret.html',
    '..%5csecret.html',
  ])('L5: %s is not found', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('serves covers by their game, as what their bytes are, to be kept', async () => {
    const cover = await answerPage(deps, coverUrl(ggoo, '1-2'));
    expect([cover.status, cover.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(cover.headers.get('cache-control')).toContain('immutable');
    expect(cover.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
  });

  it('L5: serves no cover behind a link, and none of a game without one', async () => {
    expect((await answerPage(deps, coverUrl(cnc4, '1-2'))).status).toBe(404);
    expect((await answerPage(deps, coverUrl(bf1942, '1-2'))).status).toBe(404);
  });
});
