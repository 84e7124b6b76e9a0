import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHash, ggoo } from '../../../fixtures/engine/room.ts';
import { MAX_BLOCKS_PER_CHANGE, MAX_FRAME_BYTES, MAX_HAVE_BYTES } from '../limits.ts';
import { encodeFrame } from '../link/frames.ts';
import type { HaveMessage } from '../network.ts';
import { framesOf } from './pages.ts';
import { parseSessionFrame, printSessionFrame } from './session-frames.ts';

function carried(message: HaveMessage) {
  return parseSessionFrame(JSON.parse(JSON.stringify(printSessionFrame(message))) as object);
}

const have = { type: 'have', gameId: ggoo, manifestHash: aHash(1), bits: '' } as const;
const more = { type: 'have-more', gameId: ggoo, blocks: [0], coming: [] } as const;

describe('what a download under way says', () => {
  it('S21: comes across as it was said', () => {
    const numbers = fc.array(fc.nat(MAX_HAVE_BYTES * 8 - 1), { maxLength: MAX_BLOCKS_PER_CHANGE });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), numbers, numbers, (bits, blocks, coming) => {
        const all = { type: 'have', gameId: ggoo, manifestHash: aHash(1), bits } as const;
        expect(carried(all)).toEqual({ ...all, bits: Buffer.from(bits) });
        const change = { type: 'have-more', gameId: ggoo, blocks, coming } as const;
        expect(carried(change)).toEqual(change);
      }),
      { numRuns: 30 },
    );
  });

  it('S21: fits one frame, for the largest content', () => {
    const bits = new Uint8Array(MAX_HAVE_BYTES).fill(255);
    const frame = encodeFrame(printSessionFrame({ ...have, bits }));
    expect(frame.byteLength).toBeLessThan(MAX_FRAME_BYTES);
    expect(carried({ ...have, bits })).toEqual({ ...have, bits: Buffer.from(bits) });
  });

  it('S21: is cut into frames where too many blocks have come at once', () => {
    const blocks = Array.from({ length: 2_500 }, (_, block) => block);
    const coming = blocks.slice(0, 1_200);
    const frames = framesOf({ ...more, blocks, coming });
    expect(frames).toHaveLength(3);
    const parsed = frames.map((frame) => parseSessionFrame(printSessionFrame(frame)));
    const parts = parsed.flatMap((one) =>
      typeof one !== 'string' && one.type === 'have-more' ? [one] : [],
    );
    expect(parts.flatMap((part) => part.blocks)).toEqual(blocks);
    expect(parts.flatMap((part) => part.coming)).toEqual(coming);
  });

  it.each([
    { ...have, bits: 'no base64!' },
    { ...have, bits: 'A'.repeat(4 * Math.ceil(MAX_HAVE_BYTES / 3) + 4) },
    { ...have, bits: [1] },
    { ...have, manifestHash: 'ab' },
    { ...have, gameId: '..' },
    { ...more, blocks: [-1] },
    { ...more, blocks: [0.5] },
    { ...more, coming: [MAX_HAVE_BYTES * 8] },
    { ...more, blocks: Array(MAX_BLOCKS_PER_CHANGE + 1).fill(1) },
    { type: 'have-more', gameId: ggoo, blocks: [] },
    { type: 'have-ended', gameId: 5 },
  ])('W5: is refused as %j', (message) => {
    expect(parseSessionFrame(message)).toBe('malformed');
  });
});
