import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { writeCatalog } from '../fixtures/games/write-catalog.ts';
import { StartedCrowd } from '../tools/bench/crowd/started-crowd.ts';
import { residentMegabytes } from '../tools/bench/measured-peer.ts';
import { note, noteTime } from './lab/figures.ts';
import { useParty } from './party/party.ts';

const PEERS = 100;
const GAMES_EACH = 300;
const CATALOG_GAMES = 2_000;
/** Each of them begins this many games after the one before, and goes round the catalog. */
const STEP = 7;
const COMPLETE_WITHIN_MS = 15_000;
const MOST_MEGABYTES = 400;

const party = useParty();
let crowd: StartedCrowd | undefined;
afterEach(() => crowd?.stop());

it('S28: a PC that joins 100 others with 300 games each lists them all, each with its holders', async (context) => {
  const catalog = join(await party.folder(), 'catalog.json');
  const ids = Array.from({ length: CATALOG_GAMES }, (_, index) => `game-${index}`);
  await writeCatalog(catalog, ids);
  crowd = await StartedCrowd.start(
    { peers: PEERS, games: GAMES_EACH, catalogGames: CATALOG_GAMES },
    [],
  );
  const flags = crowd.addresses.flatMap((address) => ['--connect', address]);
  const client = await party.start({ name: 'client', catalog, flags });
  await noteTime(context, `${PEERS} libraries are known`, COMPLETE_WITHIN_MS, () =>
    client.run('wait-peers', { count: PEERS, timeout_ms: 2 * COMPLETE_WITHIN_MS }),
  );

  const { peers } = await client.run('list-peers');
  expect(new Set(peers.map(({ peer_id }) => peer_id)).size).toBe(PEERS);
  const peerIdOf = new Map(peers.map(({ name, peer_id }) => [name, peer_id]));
  const { games } = await client.run('list-games');
  const expected = ids.flatMap((id, number) => {
    const holders = holdersOf(number).map((peer) => peerIdOf.get(`Peer ${peer}`) ?? 'missing');
    if (holders.length === 0) return [];
    return [
      { id, peer_count: holders.length, peers: holders.sort(), eti_game_version: '20250101' },
    ];
  });
  const listed = games.map(({ id, peer_count, peers: holders, eti_game_version }) => {
    return { id, peer_count, peers: holders.toSorted(), eti_game_version };
  });
  expect(listed).toHaveLength(expected.length);
  expect(new Map(listed.map((row) => [row.id, row]))).toEqual(
    new Map(expected.map((row) => [row.id, row])),
  );
  const value = Math.round(await residentMegabytes(client.program.pid ?? 0));
  // Only Linux tells.
  if (!Number.isNaN(value))
    note(context, { what: 'memory', value, limit: MOST_MEGABYTES, unit: 'MB' });
});

// As the crowd deals out its games.
function holdersOf(game: number): readonly number[] {
  return Array.from({ length: PEERS }, (_, peer) => peer).filter((peer) => {
    return (((game - peer * STEP) % CATALOG_GAMES) + CATALOG_GAMES) % CATALOG_GAMES < GAMES_EACH;
  });
}
