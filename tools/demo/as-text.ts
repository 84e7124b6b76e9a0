import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from '../../e2e/party/peer.ts';
import { fixturePeers } from '../../fixtures/parties/fixture-games.ts';
import { fetchWithBars } from './fetch-with-bars.ts';
import { type DemoPc, DemoParty } from './party.ts';
import { downloadTable, gamesTable } from './tables.ts';

const [BIG_GAME] = fixturePeers.alpha;

// Two PCs with games, and an empty one that fetches one and installs it.
const PCS: readonly DemoPc[] = [
  { name: 'you', games: [] },
  { name: 'anna', games: fixturePeers.alpha },
  { name: 'ben', games: [...fixturePeers.bravo, BIG_GAME] },
];

/** Shows a small party on the terminal; gives the exit code. */
export async function demoAsText(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'lanspread-demo-'));
  const party = new DemoParty(folder);
  try {
    say('Making the games of two PCs …');
    const [you, ...others] = await party.join(PCS);
    if (!you) throw new Error('Nobody came.');
    for (const { address } of others) await you.run('connect', { address });
    say(`\nYour PC sees in the room:\n\n${gamesTable((await you.run('list-games')).games)}`);
    const isEqual = await fetchGame(others, you);
    say(`\nThe three PCs of this party are folders in ${folder}; delete it when you are done.`);
    return isEqual ? 0 : 1;
  } finally {
    await party.end();
  }
}

async function fetchGame(others: readonly Peer[], you: Peer): Promise<boolean> {
  say(`\nFetching ${BIG_GAME.id} from both, then unpacking it:\n`);
  const summary = await fetchWithBars(you, BIG_GAME.id, process.stdout);
  const names = new Map(others.map((peer) => [peer.peerId, peer.home.name]));
  say(`\n${downloadTable(summary, names)}\n`);
  const isEqual = await isEqualEverywhere([...others, you]);
  say(isEqual ? 'All files equal on all three PCs, by SHA-256.' : 'The files differ!');
  say(`Downloaded to ${you.folder(BIG_GAME.id)}`);
  say(`Unpacked to   ${join(you.folder(BIG_GAME.id), 'local')}`);
  return isEqual;
}

async function isEqualEverywhere(peers: readonly Peer[]): Promise<boolean> {
  const manifests = await Promise.all(
    peers.map((peer) => peer.run('manifest', { game_id: BIG_GAME.id })),
  );
  return new Set(manifests.map(({ files }) => JSON.stringify(files))).size === 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
