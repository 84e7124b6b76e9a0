import { expect, it } from 'vitest';
import { aTransfer } from '../../fixtures/window/a-transfer.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import { speedFrom } from './speed-from.ts';
import { orderTransfers } from './transfer-order.ts';

const ids = ['ggoo', 'cnc4', 'aoe2', 'bf2'] as [GameId, GameId, GameId, GameId];
const [ggoo, cnc4, aoe2, bf2] = ids;
const [ben, mo] = ['b'.repeat(32), 'c'.repeat(32)] as [PeerId, PeerId];

it('splits what is worked on from what waits, in the order of the queue', () => {
  const waiting = aTransfer({ gameId: cnc4, queue: { state: 'waiting', position: 3 } });
  const paused = aTransfer({ gameId: bf2, queue: { state: 'paused', position: 1 } });
  const unpacking = aTransfer({ gameId: aoe2, step: 'unpacking', queue: null });
  const order = orderTransfers({ cnc4: waiting, ggoo: aTransfer(), bf2: paused, aoe2: unpacking });
  expect(order.now.map(({ gameId }) => gameId)).toEqual([ggoo, aoe2]);
  expect(order.next.map(({ gameId }) => gameId)).toEqual([bf2, cnc4]);
});

it('adds up what one PC gives to all downloads', () => {
  const from = (peerId: PeerId, bytesPerSecond: number) => ({ peerId, bytesPerSecond });
  const transfers = {
    ggoo: aTransfer({ sources: [from(ben, 10), from(mo, 5)] }),
    cnc4: aTransfer({ sources: [from(ben, 20)] }),
  };
  expect(speedFrom(transfers, ben)).toBe(30);
  expect(speedFrom(transfers, 'd'.repeat(32) as PeerId)).toBe(0);
});
