import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from '../party/copies.ts';
import type { Peer } from '../party/peer.ts';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost } from './games.ts';
import { buttonOf, cardOf, untilHere, untilPercent, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

const IDS = ['bf1942', 'bfbc2', 'cnc4', 'cnctw', 'openarena'];
/** As long as the window is waited for elsewhere. */
const SHOWN = { timeout: 20_000 };
const COPIES = IDS.map((id) => aCopy({ id, version: '20250301', sizes: [6 * MIB] }));

describe('several games at once', () => {
  it('wait for their turn, are moved, paused and resumed, and all get here', async () => {
    // Slow enough that none is done before all are paused.
    const alpha = await holder(2_000_000);
    const desktop = await open({ flags: connectTo(alpha) });
    const { page } = desktop;
    await installAll(page);
    const downloads = page.getByTestId('downloads');
    await downloads.getByText('Next:').waitFor();
    await downloads.getByRole('button', { name: 'Show downloads' }).click();
    await expect.poll(() => waiting(page), SHOWN).toHaveLength(2);
    const [first = '', second = ''] = await waiting(page);

    await downloads.getByRole('button', { name: `Move up: ${second}` }).press('Enter');
    await expect.poll(() => waiting(page), SHOWN).toEqual([second, first]);
    await downloads.getByRole('button', { name: 'Pause all' }).click();
    await expect.poll(() => waiting(page), SHOWN).toHaveLength(IDS.length);
    for (const id of IDS) await cardOf(page, id).getByText('Paused').first().waitFor();
    for (const id of IDS) await untilState(page, id, 'downloading');
    await desktop.picture('queue-paused');

    await buttonOf(page, 'openarena', 'Resume').click();
    await untilState(page, 'openarena', 'installed');
    await downloads.getByRole('button', { name: 'Resume all' }).click();
    for (const id of IDS) await untilState(page, id, 'installed');
    await downloads.getByText('Nothing on the way').first().waitFor();
  });

  it('outlast a restart: what went on goes on, what was paused waits for Resume', async () => {
    // Slow enough that both are still on their way when one is paused.
    const alpha = await holder(1_000_000);
    const home = await party.home('player');
    const before = await open({ home, flags: connectTo(alpha) });
    await installAll(before.page, IDS.slice(0, 2));
    await untilPercent(before.page, /[1-9]\d?/);
    await before.page.getByTestId('downloads').getByRole('button', { name: 'Show' }).click();
    await before.page.getByRole('button', { name: 'Pause: Battlefield: Bad' }).click();
    await cardOf(before.page, 'bfbc2').getByText('Paused').first().waitFor();
    await before.close();

    const { page } = await open({ home, flags: connectTo(alpha) });
    await cardOf(page, 'bfbc2').getByText('Paused').first().waitFor();
    await untilState(page, 'bf1942', 'installed');
    await buttonOf(page, 'bfbc2', 'Resume').click();
    await untilState(page, 'bfbc2', 'installed');
  });

  it('wait when their only holder leaves, and go on when it is back', async () => {
    // Slow enough not to be done before its holder is gone.
    const alpha = await holder(500_000);
    const { page } = await open({ flags: connectTo(alpha) });
    await installAll(page, ['bf1942']);
    await untilPercent(page, /[1-9]\d?/);
    await alpha.kill();
    await cardOf(page, 'bf1942').getByText('Waiting for a PC that has it').first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);

    await party.launch(alpha.home, ['--listen', alpha.address]);
    await untilState(page, 'bf1942', 'installed');
  });
});

function holder(bytesASecond: number): Promise<Peer> {
  return party.start({ name: 'alpha', games: COPIES, flags: givingAtMost(bytesASecond) });
}

async function installAll(page: Page, ids: readonly string[] = IDS): Promise<void> {
  for (const id of ids) {
    await untilHere(page, id, 1);
    await buttonOf(page, id, 'Install').click();
    await untilState(page, id, 'downloading');
  }
}

// The titles under Next, in their order.
function waiting(page: Page): Promise<readonly string[]> {
  return page.getByTestId('downloads').locator('.next__title').allTextContents();
}
