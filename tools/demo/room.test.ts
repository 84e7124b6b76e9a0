import { describe, expect, it } from 'vitest';
import { readCatalog, shippedCatalogFile } from '../../main/catalog/catalog.ts';
import { others, player } from './room.ts';

const games = [player, ...others].flatMap((pc) => pc.games);
const ids = new Set<string>(games.map(({ id }) => id));

describe('the room of the demo', () => {
  it('has games of the shipped catalog alone', async () => {
    const catalog = await readCatalog(shippedCatalogFile());
    expect([...catalog.games.keys()]).toEqual(expect.arrayContaining([...ids]));
  });

  it('is full: 20 to 40 games on 5 to 8 PCs, some games on several', () => {
    expect(ids.size).toBeGreaterThanOrEqual(20);
    expect(ids.size).toBeLessThanOrEqual(40);
    expect(others.length).toBeGreaterThanOrEqual(5);
    expect(others.length).toBeLessThanOrEqual(8);
    expect(Math.min(...others.map((pc) => pc.games.length))).toBeGreaterThan(5);
    expect(games.length).toBeGreaterThan(2 * ids.size);
  });

  it('has a newer version of something that is installed', () => {
    const outdated = player.games.filter(({ id, version = '' }) =>
      others.some((pc) =>
        pc.games.some((game) => game.id === id && (game.version ?? '') > version),
      ),
    );
    expect(outdated.map(({ id }) => id)).toEqual(['assaultcube', 'openttd']);
    expect(player.installed).toEqual(expect.arrayContaining(outdated.map(({ id }) => id)));
  });
});
