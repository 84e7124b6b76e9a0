import { statfs, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aCopy } from '../party/copies.ts';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost, playable } from './games.ts';
import { record } from './recording.ts';
import { buttonOf, cardOf, chooseOf, untilHere, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

describe('when something goes wrong', () => {
  it('a source that is lost in mid-download is not missed while another gives', async () => {
    const games = [playable('20250301', 24)];
    const flags = givingAtMost(4_000_000);
    const alpha = await party.start({ name: 'alpha', games, flags });
    const bravo = await party.start({ name: 'bravo', games, flags });
    const { page } = await open({ flags: connectTo(alpha, bravo) });
    await untilHere(page, 'ggoo', 2);
    await buttonOf(page, 'ggoo', 'Install').click();
    await cardOf(page, 'ggoo').getByText('from 2').waitFor();
    const recording = await record(page, 'ggoo');
    await bravo.kill();
    await cardOf(page, 'ggoo').getByText('from 1').waitFor();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    expect((await recording()).states).toEqual(['downloading', 'installing', 'installed']);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('a game that does not fit says how much is missing, and where to help that', async () => {
    const copy = aCopy({ version: '20250301', sizes: [1] });
    const alpha = await party.start({ name: 'alpha', games: [copy, 'alpha/bf1942'] });
    // A sparse file: it has its size, and takes no space.
    await truncate(join(alpha.folder('ggoo'), 'data-1.bin'), await moreThanFits());
    await alpha.run('rescan');
    const desktop = await open({ flags: connectTo(alpha) });
    const { page } = desktop;
    await cardOf(page, 'ggoo')
      .getByText(/^Needs [\d.,]+\s[GT]B more$/)
      .waitFor();
    await buttonOf(page, 'ggoo', 'Install').click();
    await cardOf(page, 'ggoo').getByText('Disk full, paused').first().waitFor();

    await cardOf(page, 'ggoo').getByRole('heading').click();
    const panel = page.getByRole('complementary', { name: 'GGOO' });
    await panel.getByText(/^Not enough space: [\d.,]+\s[GT]B more needed/).waitFor();
    await panel.getByRole('button', { name: 'Change folder…' }).waitFor();
    await desktop.picture('no-space');
    await page.keyboard.press('Escape');
    await buttonOf(page, 'bf1942', 'Install').click();
    await untilState(page, 'bf1942', 'installed');
    await buttonOf(page, 'ggoo', 'Resume').waitFor();
    await chooseOf(page, 'ggoo', 'Cancel');
    await untilState(page, 'ggoo', 'absent');
  });
});

async function moreThanFits(): Promise<number> {
  const { bavail, bsize } = await statfs(tmpdir());
  return 2 * bavail * bsize;
}
