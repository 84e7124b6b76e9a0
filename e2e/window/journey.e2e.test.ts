import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { GameCopy } from '../../fixtures/games/write-game.ts';
import { useParty } from '../party/party.ts';
import { useDesktop } from './desktop.ts';

const party = useParty();
const open = useDesktop(party);

/** A game whose archive brings the script that starts it. */
const PLAYABLE: GameCopy = {
  id: 'ggoo',
  version: '20250301',
  files: { 'notes.txt': 'ggoo\n' },
  archive: {
    'game_start.sh': 'echo "$LANSPREAD_PLAYER" > player.txt\nexec sleep 600\n',
    'fixture-payload.txt': 'ggoo\n',
  },
};

function cardOf(page: Page, gameId: string): Locator {
  return page.locator(`[data-game-id="${gameId}"]`).first();
}

function stateIs(page: Page, state: string): Promise<void> {
  return page.locator(`[data-game-id="ggoo"][data-state="${state}"]`).first().waitFor();
}

async function press(card: Locator, name: string): Promise<void> {
  await card.getByRole('button', { name, exact: true }).press('Enter');
}

describe('a player at a party', () => {
  it('installs from two PCs, plays, stops and uninstalls', async () => {
    const alpha = await party.start({ name: 'alpha', games: [PLAYABLE] });
    const bravo = await party.start({ name: 'bravo', games: [PLAYABLE] });
    const window = await open({
      name: 'player',
      flags: ['--connect', alpha.address, '--connect', bravo.address],
    });
    const { page } = window;
    await window.until(({ games }) => games['ggoo']?.peerCount === 2);
    const card = cardOf(page, 'ggoo');
    await card.getByTestId('peer-count').getByText('2').waitFor();
    expect(await page.getByTestId('people-count').textContent()).toContain('2');

    await press(card, 'Install');
    await stateIs(page, 'installed');
    await press(card, 'Play');
    await card.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await press(card, 'Stop');
    await card.getByRole('button', { name: 'Play', exact: true }).waitFor();

    await press(card, 'More');
    await page.getByRole('menuitem', { name: 'Uninstall' }).press('Enter');
    await stateIs(page, 'downloaded');
  });
});
