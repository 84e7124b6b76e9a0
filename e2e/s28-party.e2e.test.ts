import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeCatalog } from '../fixtures/games/write-catalog.ts';
import { StartedCrowd } from '../tools/bench/crowd/started-crowd.ts';
import { QuietNet } from '../tools/bench/net/quiet-net.ts';
import { describeInLab } from './lab/lab.ts';
import { useParty } from './party/party.ts';
import { builtWithin } from './party/program.ts';

const PEERS = 100;
const GAMES_EACH = 300;
const CATALOG_GAMES = 2_000;
/** Each peer of the crowd has the games that follow its own first one, so many further on. */
const FIRST_GAMES_APART = 7;

const LIMIT_MS = 60_000;

describeInLab('a party', () => {
  const party = useParty();
  const net = new QuietNet();
  let crowd: StartedCrowd | undefined;
  beforeAll(async () => {
    net.open();
    const size = { peers: PEERS, games: GAMES_EACH, catalogGames: CATALOG_GAMES };
    crowd = await StartedCrowd.start(size, net.within);
  });
  afterAll(async () => {
    await crowd?.stop();
    net.close();
  });

  it('S28: the list of a hundred peers with 300 games each is complete and correct', async () => {
    const catalog = join(await party.folder(), 'catalog.json');
    const ids = Array.from({ length: CATALOG_GAMES }, (_, index) => `game-${index}`);
    await writeCatalog(catalog, ids);
    const home = await party.home('client', catalog);
    const addresses = crowd?.addresses ?? [];
    const flags = addresses.flatMap((address) => ['--connect', address]);
    const client = await party.launch(home, flags, builtWithin(net.within));

    const { peers } = await client.run('wait-peers', { count: PEERS, timeout_ms: LIMIT_MS });
    expect(peers.map(({ games }) => games)).toEqual(new Array(PEERS).fill(GAMES_EACH));
    const { games } = await client.run('list-games', { all: true });
    const holders = games.map(({ id, peer_count }) => [id, peer_count] as const);
    expect(new Map(holders)).toEqual(new Map(ids.map((id, game) => [id, holdersOf(game)])));
    expect(games.filter((row) => row.peers.length !== row.peer_count)).toEqual([]);
  });
});

function holdersOf(game: number): number {
  const peers = Array.from({ length: PEERS }, (_, peer) => peer * FIRST_GAMES_APART);
  return peers.filter((first) => {
    return (game - first + CATALOG_GAMES) % CATALOG_GAMES < GAMES_EACH;
  }).length;
}
