import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PeerHome } from '../../e2e/party/peer.ts';
import { writeFixtureCatalog, writePeerFixture } from '../../fixtures/parties/write-peer.ts';

/** Where the three PCs of the demo live. */
export interface Homes {
  readonly anna: PeerHome;
  readonly ben: PeerHome;
  readonly you: PeerHome;
}

/** Writes two PCs full of games, both with `gameId`, and an empty one. */
export async function prepareHomes(folder: string, gameId: string): Promise<Homes> {
  const catalog = join(folder, 'catalog.json');
  const home = (name: string): PeerHome => ({
    name,
    catalog,
    gamesDir: join(folder, name, 'games'),
    stateDir: join(folder, name, 'state'),
  });
  const homes = { anna: home('anna'), ben: home('ben'), you: home('you') };
  await mkdir(homes.you.gamesDir, { recursive: true });
  await writePeerFixture('alpha', homes.anna.gamesDir);
  await writePeerFixture('bravo', homes.ben.gamesDir);
  await cp(join(homes.anna.gamesDir, gameId), join(homes.ben.gamesDir, gameId), {
    recursive: true,
  });
  await writeFixtureCatalog(catalog);
  return homes;
}
