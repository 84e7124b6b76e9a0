import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCatalog } from '../fixtures/games/write-catalog.ts';
import { writeManyFiles } from '../tools/bench/many-files.ts';
import { untilHashed } from '../tools/bench/sources.ts';
import { expectSameCopy, rowOf } from './party/checks.ts';
import { useParty } from './party/party.ts';
import type { PeerHome } from './party/peer.ts';

const GAMES = 100;
const FILES_EACH = 101;
const BYTES_EACH = 4_096;

describe('a scan', () => {
  const party = useParty();

  it.runIf(process.platform === 'linux')(
    'S30: reads no file again at the second start',
    async () => {
      const home = await writeLibrary();
      const first = await bytesReadBy(home);
      const second = await bytesReadBy(home);
      const bytesOfGames = GAMES * (FILES_EACH - 1) * BYTES_EACH;
      expect(first).toBeGreaterThan(bytesOfGames);
      expect(second).toBeLessThan(bytesOfGames / 3);
    },
  );

  it('S30: holds up no `status`', async () => {
    const peer = await party.launch(await writeLibrary());
    const scanning = peer.run('rescan');
    await peer.run('status');
    expect(await scanning).toEqual({ games: GAMES });
    expect(peer.results.slice(-2).map(({ cmd }) => cmd)).toEqual(['status', 'rescan']);
  });

  it('S30: notices by itself what was changed while the program was off', async () => {
    const files = {
      'same-size.txt': 'before',
      'grown.txt': '1',
      'gone.txt': '1',
      'as-it-was.txt': '1',
    };
    const game = { id: 'ggoo', version: '20250101', files };
    const alpha = await party.start({ name: 'alpha', games: [game] });
    await untilHashed(alpha);
    const before = await rowOf(alpha, 'ggoo');
    await alpha.shutdown();

    await writeFile(join(alpha.folder('ggoo'), 'same-size.txt'), 'behind');
    await appendFile(join(alpha.folder('ggoo'), 'grown.txt'), '2345');
    await rm(join(alpha.folder('ggoo'), 'gone.txt'));
    await writeFile(join(alpha.folder('ggoo'), 'new.txt'), '12');
    const restarted = await party.launch(alpha.home);
    const [library] = restarted.eventsOf('local-library-changed');
    expect(library?.games[0]?.size).toBe(before.size + 4 - 1 + 2);

    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: restarted.address });
    await client.run('download', { game_id: 'ggoo', install: false });
    await expectSameCopy('ggoo', restarted, client);
    expect(await readFile(join(client.folder('ggoo'), 'same-size.txt'), 'utf8')).toBe('behind');
  });

  async function writeLibrary(): Promise<PeerHome> {
    const catalog = join(await party.folder(), 'many.json');
    const home = await party.home('alpha', catalog);
    const ids = Array.from({ length: GAMES }, (_, index) => `game-${index}`);
    await writeCatalog(catalog, ids);
    for (const id of ids) {
      writeManyFiles(home.gamesDir, id, { files: FILES_EACH - 1, bytesEach: BYTES_EACH });
    }
    return home;
  }

  /** What one start reads until all is hashed, in bytes, from the disk or the cache. */
  async function bytesReadBy(home: PeerHome): Promise<number> {
    const peer = await party.launch(home);
    await untilHashed(peer);
    const io = await readFile(`/proc/${peer.program.pid ?? 0}/io`, 'utf8');
    await peer.shutdown();
    return Number(/^rchar: (\d+)$/m.exec(io)?.[1]);
  }
});
