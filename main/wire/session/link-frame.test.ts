import { expect, it } from 'vitest';
import { MAX_MBIT } from '../limits.ts';
import type { LinkMessage } from '../network.ts';
import { parseSessionFrame, printSessionFrame } from './session-frames.ts';

const link: LinkMessage = {
  ...{ type: 'link', reaches: 'no', mbit: 1_000 },
  hears: { multicast: true, beacon: false },
};

it.each<LinkMessage>([link, { ...link, hears: null, mbit: null }, { ...link, reaches: 'unknown' }])(
  'how the way is comes across as it was said: %j',
  (message) => {
    expect(parseSessionFrame(printSessionFrame(message))).toEqual(message);
  },
);

it.each([
  { ...link, reaches: 'maybe' },
  { ...link, hears: { multicast: 1, beacon: true } },
  { ...link, hears: undefined },
  { ...link, mbit: 0 },
  { ...link, mbit: MAX_MBIT + 1 },
  { ...link, mbit: '1000' },
])('W6: is refused as %j', (message) => {
  expect(parseSessionFrame(message)).toBe('malformed');
});
