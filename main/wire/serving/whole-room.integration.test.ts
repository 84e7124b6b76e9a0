import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { SERVED, writeServed } from '../../../fixtures/wire/served-folder.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { type DataConnection, openDataConnection } from '../data-connection.ts';
import { type Identity, makeIdentity } from '../identity.ts';

useLoopWatch(LoopWatch.ofWorkers());

const KIB = 1024;
const PEERS = 200;
const PIECE = 128 * KIB;
const PIECES = 8;
const TRIES = 5;
const PATIENT = { timeout: 180_000 };
const SLOWEST_PIECE_MS = 20_000;
// 1 = all the same, 1 / PEERS = all for one.
const FAIR = 0.8;
const never = new AbortController().signal;

describe('W20: a whole room at once', () => {
  let folder: string;
  let host: WirePeer;
  const connections: DataConnection[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanspread-room-'));
    host = await startWirePeer();
    host.network.publish(await writeServed(folder, { 'a.eti': new Uint8Array(PIECE * PIECES) }));
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.close();
    await host.network.stop();
    await rm(folder, { recursive: true });
    expect(host.faults).toEqual([]);
  });

  it('gets in, and all of it is served alike: nobody waits without end', PATIENT, async () => {
    const identities: Identity[] = [];
    while (identities.length < PEERS) identities.push(await makeIdentity());
    const room = await Promise.all(identities.map((identity) => enter(identity)));
    const bytes = new Array<number>(PEERS).fill(0);
    let halfTime: readonly number[] = [];
    let slowestMs = 0;

    await Promise.all(
      room.map(async (connection, index) => {
        const into = new Uint8Array(PIECE);
        for (let piece = 0; piece < PIECES; piece += 1) {
          const startMs = performance.now();
          const ranges = [{ path: 'a.eti', offset: piece * PIECE, length: PIECE }];
          const request = { ...SERVED, ranges, withHashes: false };
          expect(await connection.requestBlocks(request, into)).toBe('received');
          slowestMs = Math.max(slowestMs, performance.now() - startMs);
          bytes[index] = (piece + 1) * PIECE;
          if (halfTime.length === 0 && sumOf(bytes) >= (PEERS * PIECES * PIECE) / 2) {
            halfTime = [...bytes];
          }
        }
      }),
    );

    expect(bytes).toEqual(new Array(PEERS).fill(PIECES * PIECE));
    expect(evenness(halfTime)).toBeGreaterThan(FAIR);
    expect(slowestMs).toBeLessThan(SLOWEST_PIECE_MS);
  });

  /** Opens a connection, and tries again as the program does where the door is crowded. */
  async function enter(identity: Identity, tries = TRIES): Promise<DataConnection> {
    const target = { identity, peerId: host.identity.peerId, address: host.address };
    const hello = { name: 'guest', appVersion: '1' };
    try {
      const connection = await openDataConnection({ ...target, hello }, never);
      connections.push(connection);
      return connection;
    } catch (error) {
      if (tries === 1 || !(error instanceof LanspreadError)) throw error;
      return enter(identity, tries - 1);
    }
  }
});

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Jain's index. */
function evenness(shares: readonly number[]): number {
  return sumOf(shares) ** 2 / (shares.length * sumOf(shares.map((share) => share ** 2)));
}
