import { describe, expect, it } from 'vitest';
import { aContent, anOutline, blockHashesOf, hashedOf } from '../../fixtures/engine/copies.ts';
import { FakeFetcher } from '../../fixtures/engine/fake-fetcher.ts';
import { aHash, aPeer, ggoo, january } from '../../fixtures/engine/room.ts';
import { type Outline, outlineSize } from '../../shared/domain/content.ts';
import { contentHash } from '../manifest/blake3.ts';
import { encodeOutline } from '../manifest/manifest-codec.ts';
import type { AgreedContent } from './agreement.ts';
import { describeContent } from './described-content.ts';

const NEVER = new AbortController().signal;
const ALPHA = { peerId: aPeer(1).peerId, address: aPeer(1).address };
const OUTLINE = anOutline({ path: 'ggoo.eti', size: 100 });
const SIZE = 108;

// Describes content of this outline whose sources have not hashed it.
async function describeOutline(outline: Outline, changes: Partial<AgreedContent> = {}) {
  const fetcher = new FakeFetcher();
  const bytes = encodeOutline(outline);
  const outlineHash = contentHash(bytes);
  fetcher.descriptors.set(outlineHash, bytes);
  const agreed = { gameId: ggoo, version: january, size: SIZE, outlineHash, sources: [] };
  const content = { ...agreed, manifestHash: undefined, ...changes };
  return { fetcher, described: await describeContent(fetcher, content, [ALPHA], NEVER) };
}

describe('a description', () => {
  it('S7.3: is the manifest where a source has hashed its copy', async () => {
    const fetcher = new FakeFetcher();
    const { manifest, manifestHash } = hashedOf(aContent(OUTLINE));
    fetcher.descriptors.set(manifestHash, manifest);
    const { outlineHash } = aContent(OUTLINE);
    const agreed = { gameId: ggoo, version: january, size: SIZE, sources: [] };
    const content = { ...agreed, outlineHash, manifestHash };
    await expect(describeContent(fetcher, content, [ALPHA], NEVER)).resolves.toMatchObject({
      ...content,
      outline: OUTLINE,
      blockHashes: blockHashesOf(OUTLINE),
    });
    expect(fetcher.requests).toMatchObject([
      { request: { form: 'manifest', expectedHash: manifestHash }, sources: [ALPHA] },
    ]);
  });

  it('S7.3: is the outline where none has', async () => {
    const { described, fetcher } = await describeOutline(OUTLINE);
    expect(described).toMatchObject({ outline: OUTLINE, blockHashes: undefined });
    expect(fetcher.requests).toMatchObject([{ request: { form: 'outline' } }]);
  });

  it.each([
    { path: '../ggoo.eti' },
    { path: '/etc/passwd' },
    { path: 'local/save.dat' },
    { path: '.lanspread-staging/x' },
    { path: 'a\\b' },
    { path: 'CON' },
    { path: 'Version.INI' },
  ])('W13: is refused whole for a name that no game may have: $path', async ({ path }) => {
    await expect(describeOutline(anOutline({ path, size: 100 }))).rejects.toMatchObject({
      code: 'ambiguous-metadata',
    });
  });

  it('W12: is refused where its files do not add up to what was announced', async () => {
    await expect(describeOutline(OUTLINE, { size: SIZE + 1 })).rejects.toMatchObject({
      code: 'ambiguous-metadata',
      message: expect.stringContaining('do not add up') as string,
    });
  });

  it('S8.6: is refused without a sentinel', async () => {
    const outline = { files: [{ path: 'ggoo.eti', size: SIZE }], emptyFolders: [] };
    await expect(describeOutline(outline)).rejects.toMatchObject({
      message: expect.stringContaining('it has no version.ini') as string,
    });
  });

  it('S19.1: fails where no source can give it', async () => {
    await expect(describeOutline(OUTLINE, { outlineHash: aHash(9) })).rejects.toMatchObject({
      code: 'sources-lost',
    });
  });

  it.each([
    { files: 3, turns: 0 },
    { files: 20_000, turns: 1 },
  ])('lets others go first behind a long list: $turns with $files files', async (given) => {
    const paths = Array.from({ length: given.files - 1 }, (_, at) => ({ path: `${at}`, size: 1 }));
    const outline = anOutline(...paths);
    let turns = 0;
    setImmediate(() => (turns += 1));
    const { described } = await describeOutline(outline, { size: outlineSize(outline) });
    expect(described.outline.files).toHaveLength(given.files);
    expect(turns).toBe(given.turns);
  });
});
