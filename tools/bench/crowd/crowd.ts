// A process of its own: so many peers on the real wire, each with a library; prints where they listen.
import { createHash } from 'node:crypto';
import { systemClock } from '../../../main/kit/clock.ts';
import { makeIdentity } from '../../../main/wire/identity.ts';
import { DEFAULT_LIMITS } from '../../../main/wire/limits.ts';
import { NetHost } from '../../../main/wire/net-host.ts';
import type { NetworkEvent } from '../../../main/wire/network.ts';
import type { Offer } from '../../../shared/domain/content.ts';
import type { ContentHash, GameId } from '../../../shared/domain/ids.ts';
import type { Address } from '../../../shared/domain/peer.ts';
import type { Version } from '../../../shared/domain/version.ts';

const PEERS_A_NET = 250;
const [peers = 0, games = 0, catalogGames = 0] = process.argv.slice(2).map(Number);

const addresses: Address[] = [];
for (let number = 0; number < peers; number += 1) addresses.push(await startPeer(number));
process.stdout.write(`${JSON.stringify(addresses)}\n`);
// Whoever started it ends its input, at the latest by dying.
process.stdin.resume().on('end', () => process.exit());

async function startPeer(number: number): Promise<Address> {
  const identity = await makeIdentity();
  const offers = offersOf(number);
  const emit = (event: NetworkEvent): void => {
    answer(host, offers, event);
  };
  const host = new NetHost(
    {
      ...{ identity, name: `Peer ${number}`, appVersion: '1.0.0', instance: number + 1 },
      ...{ listen: { host: hostOf(number), port: 0 }, limits: DEFAULT_LIMITS },
    },
    { clock: systemClock, emit, onFault: tell },
  );
  return host.start();
}

// Each PC of a room has an address of its own; only Linux has all of 127.0.0.0/8 without asking.
function hostOf(number: number): string {
  if (process.platform !== 'linux') return '127.0.0.1';
  return `127.0.${1 + Math.floor(number / PEERS_A_NET)}.${1 + (number % PEERS_A_NET)}`;
}

function answer(host: NetHost, offers: readonly Offer[], event: NetworkEvent): void {
  if (event.type === 'session-opened') {
    host.sessions.send(event.sessionId, { type: 'library', revision: 1, offers });
  }
  if (event.type === 'session-message' && event.message.type === 'library') {
    const { revision } = event.message;
    host.sessions.send(event.sessionId, { type: 'library-received', revision });
  }
}

// Libraries overlap, as they do at a party.
function offersOf(peer: number): readonly Offer[] {
  return Array.from({ length: games }, (_, at): Offer => {
    const id = `game-${(peer * 7 + at) % catalogGames}` as GameId;
    const hash = createHash('sha256').update(id).digest('hex') as ContentHash;
    const version = '20250101' as Version;
    return { id, version, size: 1_000_000 + at, outlineHash: hash, manifestHash: hash };
  });
}

function tell(error: unknown): void {
  process.stderr.write(`${String(error)}\n`);
}
