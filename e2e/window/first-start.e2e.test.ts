import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { seriousFaults } from './axe.ts';
import { connectTo, Desktop } from './desktop.ts';
import { bareArguments } from './electron.ts';
import { buttonOf, untilHere } from './screen.ts';

const party = useParty();
let desktop: Desktop | undefined;

afterEach(() => desktop?.close());

/** Starts as a player does who gives no flag that says who they are and where games go. */
async function start(flags: readonly string[]): Promise<Desktop> {
  const { stateDir, catalog } = await party.home('newcomer');
  const home = join(await party.folder(), 'somebody');
  await mkdir(home, { recursive: true });
  const own = ['--state-dir', stateDir, '--catalog', catalog];
  const local = ['--listen', '127.0.0.1:0', '--no-discovery'];
  const env = { HOME: home, USERPROFILE: home };
  desktop = await Desktop.open(bareArguments([...own, ...local, ...flags]), { env });
  return desktop;
}

describe('the first start', () => {
  it('asks once for a name and shows who is here, then never again', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const first = await start(connectTo(alpha));
    const { page } = first;
    await page.getByRole('heading', { name: 'Welcome to the party' }).waitFor();
    await page.getByRole('status').getByText('1 PC found').waitFor();
    await page.getByText(join(await party.folder(), 'somebody', 'Lanspread')).waitFor();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await seriousFaults(page)).toEqual([]);
    await first.picture('first-start');
    const beyond = page.locator('form').evaluate((form) => form.scrollWidth - form.clientWidth);
    expect(await beyond).toBe(0);

    const name = page.getByRole('textbox', { name: 'What should others call you?' });
    await name.fill('   ');
    await name.blur();
    expect((await name.inputValue()).trim()).not.toBe('');
    await name.fill('Ada');
    await name.press('Enter');
    await untilHere(page, 'ggoo', 1);
    await expect
      .poll(async () => (await alpha.run('list-peers')).peers.map((peer) => peer.name))
      .toEqual(['Ada']);
    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    await first.close();

    const { page: later } = await start(connectTo(alpha));
    await buttonOf(later, 'ggoo', 'Play').waitFor();
    expect(await later.getByRole('heading', { name: 'Welcome to the party' }).count()).toBe(0);
  });
});
