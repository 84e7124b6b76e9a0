import { describe, expect, it } from 'vitest';
import { ggoo } from '../../fixtures/engine/room.ts';
import { Space } from './space.ts';

function spaceWith(free: number): Space {
  return new Space({ freeBytes: () => Promise.resolve(free) });
}

describe('space', () => {
  it('S22.1: is enough for a download that fits to the byte', async () => {
    await expect(spaceWith(100).forDownload(ggoo, 100)).resolves.toBeUndefined();
  });

  it('S22.1: refuses a download that does not fit, with both numbers', async () => {
    await expect(spaceWith(40e6).forDownload(ggoo, 126e6)).rejects.toMatchObject({
      code: 'no-space',
      message:
        "No space to download ggoo: it needs 126 MB, the games folder's disk has 40 MB to spare. Free space or move the games folder.",
    });
  });

  it.each([
    { free: 1000, usable: 900, why: 'a tenth of what is free' },
    { free: 20 * 1024 ** 3, usable: 19 * 1024 ** 3, why: 'and never more than 1 GiB' },
  ])('S22.2: lets an install unpack all but a reserve, $why', async ({ free, usable }) => {
    const space = spaceWith(free);
    await expect(space.forUnpacking(ggoo, usable)).resolves.toBe(usable);
    await expect(space.forUnpacking(ggoo, usable + 1)).rejects.toMatchObject({ code: 'no-space' });
  });

  it('S22.2: has nothing for an install on a full disk', async () => {
    await expect(spaceWith(0).forUnpacking(ggoo, 1)).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringContaining('has 0 MB to spare') as string,
    });
  });
});
