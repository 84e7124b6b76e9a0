import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost } from './games.ts';
import { untilPeople } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

describe('people and this PC', () => {
  it('S11: a name changed in the settings is seen by the others at once, and theirs here', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const { page } = await open({ flags: connectTo(alpha) });
    await untilPeople(page, 1);
    await page.getByRole('button', { name: 'Settings' }).click();
    const field = page.getByRole('textbox', { name: 'Your name' });
    await field.fill('Anna');
    await field.press('Enter');
    await alpha.waitFor('peer-connected', ({ name }) => name === 'Anna');
    expect(await alpha.run('list-peers')).toMatchObject({ peers: [{ name: 'Anna' }] });

    await page.keyboard.press('Escape');
    await page.getByTestId('people-count').click();
    await page.locator('.self').getByText('Anna').waitFor();
    await alpha.run('set-name', { name: 'Ben' });
    await page.locator(`[data-peer-id="${alpha.peerId}"]`).getByText('Ben').waitFor();
  });

  it('shows what flows to a PC, and that it has ended', async () => {
    const before = await party.start({ name: 'player', games: ['alpha/alienswarm'] });
    await before.shutdown();
    const { page } = await open({ home: before.home, flags: givingAtMost(30_000_000) });
    await page.getByTestId('people-count').click();
    const address = page.locator('.self__address').filter({ hasText: /:[1-9]/ });
    const bravo = await party.start({ name: 'bravo' });
    await bravo.run('connect', { address: await address.innerText() });
    const row = page.locator(`[data-peer-id="${bravo.peerId}"]`);
    await row.waitFor();

    const download = bravo.run('download', { game_id: 'alienswarm', install: false });
    const flow = row.getByRole('img', { name: /^gets .* MB\/s from you$/ });
    await flow.waitFor();
    await download;
    await flow.waitFor({ state: 'detached' });
  });
});
