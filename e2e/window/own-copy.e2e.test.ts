import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { writeGame } from '../../fixtures/games/write-game.ts';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { playable } from './games.ts';
import { buttonOf, cardOf, chooseOf, messageWith, untilHere, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

/** A game that brings its own server. */
const HOSTED = playable('20250301', 1, { 'server_start.sh': 'exec sleep 600\n' });

describe('the own copy in the window', () => {
  it('says that it is damaged, and is repaired by one button', async () => {
    const alpha = await party.start({ name: 'alpha', games: [HOSTED] });
    const home = await party.home('player');
    const folder = await writeGame(home.gamesDir, HOSTED);
    const { page } = await open({ home, flags: connectTo(alpha) });
    await untilHere(page, 'ggoo', 1);
    await chooseOf(page, 'ggoo', 'Verify');
    await messageWith(page, 'every file is as it should be').waitFor();
    await writeFile(join(folder, 'notes.txt'), 'scribble');
    await chooseOf(page, 'ggoo', 'Verify');
    await cardOf(page, 'ggoo').getByText('Damaged, needs repair').waitFor();

    await buttonOf(page, 'ggoo', 'Repair').click();
    await buttonOf(page, 'ggoo', 'Install').waitFor();
    await untilState(page, 'ggoo', 'downloaded');
  });

  it('hosts a server that starts and stops apart from the game, and tells what it takes', async () => {
    const home = await party.home('player');
    await writeGame(home.gamesDir, HOSTED);
    const { page } = await open({ home });
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilState(page, 'ggoo', 'installed');
    await cardOf(page, 'ggoo').getByRole('heading').click();
    const panel = page.getByRole('complementary', { name: 'GGOO' });
    await panel.locator('dt:text-is("Installed") + dd:text("1 MB")').waitFor();

    await panel.getByRole('button', { name: 'Host a server' }).click();
    await panel.getByText('Your server is running').waitFor();
    await panel.getByRole('button', { name: 'Play', exact: true }).click();
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await panel.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await panel.getByText('Your server is running').waitFor();
    await panel.getByRole('button', { name: 'Stop server' }).click();
    await panel.getByRole('button', { name: 'Host a server' }).waitFor();
  });
});
