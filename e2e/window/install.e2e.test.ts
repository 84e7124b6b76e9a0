import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost, playable, PLAYER_FILE } from './games.ts';
import { record } from './recording.ts';
import { buttonOf, cardOf, messageWith, untilHere, untilPercent, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

describe('one button', () => {
  it('gets a game from two PCs at once, unpacks it, plays it and stops it', async () => {
    const games = [playable('20250301', 24)];
    const flags = givingAtMost(8_000_000);
    const alpha = await party.start({ name: 'alpha', games, flags });
    const bravo = await party.start({ name: 'bravo', games, flags });
    const home = await party.home('player');
    const desktop = await open({ home, flags: connectTo(alpha, bravo) });
    const { page } = desktop;
    await untilHere(page, 'ggoo', 2);
    const recording = await record(page, 'ggoo');

    await buttonOf(page, 'ggoo', 'Install').click();
    await untilState(page, 'ggoo', 'downloading');
    const downloads = page.getByTestId('downloads');
    await downloads.getByText('from 2').waitFor();
    await downloads.getByText(/MB\/s/).first().waitFor();
    await downloads
      .getByText(/\d+\s%/)
      .first()
      .waitFor();
    await cardOf(page, 'ggoo').getByText('from 2').waitFor();
    await desktop.picture('download');
    await buttonOf(page, 'ggoo', 'Play').waitFor();

    const { states, percents } = await recording();
    expect(states).toEqual(['absent', 'downloading', 'installing', 'installed']);
    expect(percents.length).toBeGreaterThan(4);
    const ofDownload = percents.slice(0, percents.indexOf(Math.max(...percents)) + 1);
    expect(ofDownload).toEqual([...ofDownload].sort((a, b) => a - b));

    await buttonOf(page, 'ggoo', 'Play').click();
    await cardOf(page, 'ggoo').getByText('Running').waitFor();
    await expect
      .poll(() => readFile(join(home.gamesDir, 'ggoo', 'local', PLAYER_FILE), 'utf8').catch(String))
      .toBe('player\n');
    await buttonOf(page, 'ggoo', 'Stop').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    await downloads.getByText('Nothing on the way').waitFor();
  });

  it('says Play, too, where a game brings no start file, and then offers its folder', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const { page } = await open({ flags: connectTo(alpha) });
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilState(page, 'ggoo', 'installed');
    await buttonOf(page, 'ggoo', 'Play').click();
    const message = messageWith(page, 'GGOO did not start.');
    await message.getByText('it has no game_start.sh').waitFor();
    await message.getByRole('button', { name: 'Open folder' }).waitFor();
  });

  it('stops what it has begun, keeps what has arrived, and goes on from there', async () => {
    const games = [playable('20250301', 24)];
    const alpha = await party.start({ name: 'alpha', games, flags: givingAtMost(8_000_000) });
    const { page } = await open({ flags: connectTo(alpha) });
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilPercent(page, /[2-9]\d/);
    await buttonOf(page, 'ggoo', 'Cancel').click();
    await untilState(page, 'ggoo', 'absent');
    expect(await page.getByRole('alert').count()).toBe(0);

    const recording = await record(page, 'ggoo');
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilState(page, 'ggoo', 'installed');
    const { percents } = await recording();
    expect(percents.find((percent) => percent > 0)).toBeGreaterThanOrEqual(15);
  });
});
