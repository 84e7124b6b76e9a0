import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { playable } from './games.ts';
import { record } from './recording.ts';
import { buttonOf, cardOf, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

describe('a newer version', () => {
  it('turns Play into Update, and Update into Play again (S27)', async () => {
    const old = await party.start({ name: 'old', games: [playable('20250101', 1)] });
    const home = await party.home('player');
    const desktop = await open({ home, flags: connectTo(old) });
    const { page } = desktop;
    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    expect(await page.getByRole('tab', { name: /^Updates/ }).textContent()).toContain('0');

    const fresh = await party.start({ name: 'fresh', games: [playable('20250301', 1)] });
    await page.getByTestId('people-count').click();
    const people = page.getByRole('complementary', { name: 'People' });
    await people.getByRole('textbox', { name: 'Address' }).fill(fresh.address);
    await people.getByRole('button', { name: 'Connect', exact: true }).click();

    await untilState(page, 'ggoo', 'update');
    await cardOf(page, 'ggoo').getByText('New: 1 Mar 2025').waitFor();
    await page.getByRole('tab', { name: /^Updates/ }).click();
    expect(await page.getByRole('listitem').filter({ hasText: 'GGOO' }).count()).toBe(1);
    await desktop.picture('update');
    await page.getByRole('tab', { name: /^All/ }).click();

    const recording = await record(page, 'ggoo');
    await buttonOf(page, 'ggoo', 'Update').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    expect((await recording()).states).toEqual([
      'update',
      'downloading',
      'installing',
      'installed',
    ]);
    const payload = join(home.gamesDir, 'ggoo', 'local', 'fixture-payload.txt');
    expect(await readFile(payload, 'utf8')).toBe('ggoo 20250301\n');
  });
});
