import { describe, expect, it } from 'vitest';
import { ggoo } from '../../fixtures/engine/room.ts';
import { INSTALL_RESERVE_BYTES, Space } from './space.ts';

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

  it('S22.2: lets an install unpack all but a reserve', async () => {
    const space = spaceWith(INSTALL_RESERVE_BYTES + 500);
    await expect(space.forUnpacking(ggoo, 500)).resolves.toBe(500);
    await expect(space.forUnpacking(ggoo, 501)).rejects.toMatchObject({ code: 'no-space' });
  });

  it('S22.2: has nothing for an install on a disk with less than the reserve', async () => {
    await expect(spaceWith(1000).forUnpacking(ggoo, 1)).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringContaining('has 0 MB to spare') as string,
    });
  });
});
