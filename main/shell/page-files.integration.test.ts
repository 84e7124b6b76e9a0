import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCatalog, aGame, bf1942, cnc4, ggoo } from '../../fixtures/engine/room.ts';
import { answerPage, CONTENT_SECURITY_POLICY, type PageFilesDeps } from './page-files.ts';
import { coverUrl } from './page-path.ts';

let root = '';
let deps: PageFilesDeps;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanspread-page-'));
  await mkdir(join(root, 'page/assets'), { recursive: true });
  await mkdir(join(root, 'catalog/covers'), { recursive: true });
  await writeFile(join(root, 'page/index.html'), '<p>hello</p>');
  await writeFile(join(root, 'page/notes.txt'), 'no type of ours');
  await writeFile(join(root, 'secret.html'), 'secret');
  await writeFile(join(root, 'catalog/covers/ggoo.webp'), 'picture');
  await symlink(join(root, 'secret.html'), join(root, 'page/link.html'));
  await symlink(root, join(root, 'page/out'));
  await symlink(join(root, 'secret.html'), join(root, 'catalog/covers/cnc4.png'));
  deps = {
    pageFolder: join(root, 'page'),
    coversFolder: join(root, 'catalog'),
    catalog: aCatalog(
      aGame(ggoo, { cover: 'covers/ggoo.webp' }),
      aGame(cnc4, { cover: 'covers/cnc4.png' }),
      bf1942,
    ),
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

  it('serves covers from the folder of the catalog, and nothing that leads out of it', async () => {
    const cover = await answerPage(deps, coverUrl(ggoo));
    expect([cover.status, cover.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect((await answerPage(deps, coverUrl(cnc4))).status).toBe(404);
    expect((await answerPage(deps, coverUrl(bf1942))).status).toBe(404);
  });
});
