import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Peer } from '../../e2e/party/peer.ts';
import { fetchWithBars } from './fetch-with-bars.ts';
import { prepareHomes } from './homes.ts';
import { downloadTable, gamesTable } from './tables.ts';

const GAME = 'alienswarm';

// A private party on loopback: two PCs with games, and an empty one that fetches one and installs it.
const folder = await mkdtemp(join(tmpdir(), 'lanspread-demo-'));
say('Making the games of two PCs …');
const homes = await prepareHomes(folder, GAME);
const [anna, ben, you] = [homes.anna, homes.ben, homes.you].map((home) => new Peer(home, []));
if (anna && ben && you) await party([anna, ben], you);

async function party(others: readonly Peer[], self: Peer): Promise<void> {
  const all = [...others, self];
  try {
    await Promise.all(all.map((peer) => peer.waitFor('local-peer-ready')));
    for (const peer of others) await self.run('connect', { address: peer.address });
    say(`\nYour PC sees in the room:\n\n${gamesTable((await self.run('list-games')).games)}`);
    await fetchGame(others, self);
    say(`\nThe three PCs of this party are folders in ${folder}; delete it when you are done.`);
  } finally {
    await Promise.all(all.map((peer) => peer.shutdown()));
  }
}

async function fetchGame(others: readonly Peer[], self: Peer): Promise<void> {
  say(`\nFetching ${GAME} from both, then unpacking it:\n`);
  const summary = await fetchWithBars(self, GAME, process.stdout);
  const names = new Map(others.map((peer) => [peer.peerId, peer.home.name]));
  say(`\n${downloadTable(summary, names)}\n`);
  const isEqual = await isEqualEverywhere([...others, self]);
  say(isEqual ? 'All files equal on all three PCs, by SHA-256.' : 'The files differ!');
  say(`Downloaded to ${self.folder(GAME)}`);
  say(`Unpacked to   ${join(self.folder(GAME), 'local')}`);
  if (!isEqual) process.exitCode = 1;
}

async function isEqualEverywhere(peers: readonly Peer[]): Promise<boolean> {
  const manifests = await Promise.all(peers.map((peer) => peer.run('manifest', { game_id: GAME })));
  return new Set(manifests.map(({ files }) => JSON.stringify(files))).size === 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
