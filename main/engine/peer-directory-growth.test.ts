import { expect, it } from 'vitest';
import type { Offer } from '../../shared/domain/content.ts';
import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { aCatalog } from '../../fixtures/engine/room.ts';
import { PeerDirectory } from './peer-directory.ts';

const GAMES = 200;
const HOLDERS = 10;
const LOOKS = 20_000;
const ROUNDS = 5;

// Forty times as many peers, as many holders: where every peer is asked it takes 40 times as long.
it('S28.1: what it takes to find the holders of a game does not grow with the room', () => {
  const [small, large] = [roomOf(100), roomOf(4_000)];
  const ratios = Array.from({ length: ROUNDS }, () => secondsOf(large) / secondsOf(small));
  expect(Math.min(...ratios)).toBeLessThan(10);
});

function roomOf(peers: number): PeerDirectory {
  const ids = Array.from({ length: GAMES }, (_, index) => `game-${index}` as GameId);
  const directory = new PeerDirectory({
    catalog: aCatalog(...ids),
    events: { emit: () => undefined },
    clock: new FakeClock(),
    changed: () => undefined,
  });
  for (let number = 0; number < peers; number += 1) {
    const peerId = number.toString(16).padStart(32, '0') as PeerId;
    const address = `192.168.0.1:${number + 1}`;
    const offers = number < HOLDERS ? ids.map(offerOf) : [];
    directory.admit({ peerId, name: `Peer ${number}`, address }, 'connect', offers);
  }
  return directory;
}

function offerOf(id: GameId): Offer {
  const outlineHash = '0'.repeat(64) as ContentHash;
  return { id, version: '20250101' as Version, size: 1, outlineHash };
}

function secondsOf(directory: PeerDirectory): number {
  const start = performance.now();
  let holders = 0;
  for (let look = 0; look < LOOKS; look += 1) {
    holders += directory.offersOf(`game-${look % GAMES}` as GameId).length;
  }
  expect(holders).toBe(LOOKS * HOLDERS);
  return performance.now() - start;
}
