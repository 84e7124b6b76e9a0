import { expect, it } from 'vitest';
import { aPeerId } from '../../../fixtures/engine/room.ts';
import { MAX_ADDRESS_LENGTH, MAX_PEERS_NAMED } from '../limits.ts';
import { parseSessionFrame, printSessionFrame } from './session-frames.ts';

const somebody = { peerId: aPeerId(1), address: '10.0.0.1:41641' };
const peers = { type: 'peers', open: true, peers: [somebody] } as const;

it('S25: where others are comes across as it was said', () => {
  const most = { ...peers, peers: Array.from({ length: MAX_PEERS_NAMED }, () => somebody) };
  expect(parseSessionFrame(printSessionFrame(most))).toEqual(most);
  expect(parseSessionFrame({ ...peers, peers: [{ ...somebody, more: 1 }] })).toEqual(peers);
});

it.each([
  { ...peers, open: 1 },
  { ...peers, peers: [somebody.address] },
  { ...peers, peers: [{ ...somebody, peerId: '../../etc' }] },
  { ...peers, peers: [{ ...somebody, address: 'a'.repeat(MAX_ADDRESS_LENGTH + 1) }] },
  { ...peers, peers: Array(MAX_PEERS_NAMED + 1).fill(somebody) },
  { type: 'peers', open: true },
])('W21: is refused as %j', (message) => {
  expect(parseSessionFrame(message)).toBe('malformed');
});
