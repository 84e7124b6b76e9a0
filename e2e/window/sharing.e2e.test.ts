import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeGame } from '../../fixtures/games/write-game.ts';
import { expectSameCopy, midDownload } from '../party/checks.ts';
import { aCopy, MIB } from '../party/copies.ts';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost, playable } from './games.ts';
import { buttonOf, cardOf, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

/** While a started game runs, a PC gives this at most unless told otherwise; bytes a second. */
const PLAYING_LIMIT = 4_000_000;

describe('what this PC gives', () => {
  it('stops by Pause sharing, and goes on by Resume sharing', async () => {
    const copy = aCopy({ id: 'bf1942', version: '20250301', sizes: [24 * MIB] });
    const { friend, page, player } = await giving(copy, 4_000_000);
    const download = friend.attempt('download', { game_id: 'bf1942', ...PATIENT });
    await midDownload(friend);
    const downloads = page.getByTestId('downloads');
    await downloads.getByRole('button', { name: 'Show downloads' }).click();

    await downloads.getByRole('button', { name: 'Pause sharing', exact: true }).click();

    await friend.waitFor('download-waiting', ({ reason }) => reason === 'holder');
    await friend.waitForLast('remote-library-changed', ({ games }) => games.length === 0);
    await downloads.getByRole('button', { name: 'Sharing paused', exact: true }).waitFor();
    const atPause = friend.eventsOf('download-progress').length;
    await friend.run('rescan');
    expect(friend.eventsOf('download-progress')).toHaveLength(atPause);

    await downloads.getByRole('button', { name: 'Resume sharing', exact: true }).click();
    await downloads.getByRole('button', { name: 'Pause sharing', exact: true }).waitFor();
    expect(await download).toMatchObject({ ok: true });
    await expectSameCopy('bf1942', player, friend);
  });

  it('shrinks while a started game runs, and grows again when it is stopped', async () => {
    const copy = aCopy({ id: 'bf1942', version: '20250301', sizes: [100 * MIB, 100 * MIB] });
    const { friend, page } = await giving(copy, 3 * PLAYING_LIMIT);
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilState(page, 'ggoo', 'installed');
    const download = friend.attempt('download', { game_id: 'bf1942', ...PATIENT });
    await friend.waitFor('download-progress', ({ bytes_per_second }) => isMuch(bytes_per_second));

    await buttonOf(page, 'ggoo', 'Play').click();
    await cardOf(page, 'ggoo').getByText('Running').waitFor();
    await friend.waitForLast('download-progress', ({ bytes_per_second }) => {
      return bytes_per_second > 0 && bytes_per_second < 1.2 * PLAYING_LIMIT;
    });

    await buttonOf(page, 'ggoo', 'Stop').click();
    await friend.waitForLast('download-progress', (told) => isMuch(told.bytes_per_second));
    await friend.run('cancel', { game_id: 'bf1942' });
    expect(await download).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  // A window with a game to play and one to give, and a friend who may want it.
  async function giving(copy: ReturnType<typeof aCopy>, bytesPerSecond: number) {
    const friend = await party.start({ name: 'friend' });
    const home = await party.home('player');
    for (const game of [copy, playable('20250301', 1)]) await writeGame(home.gamesDir, game);
    const flags = [...connectTo(friend), ...givingAtMost(bytesPerSecond)];
    const { page } = await open({ home, flags });
    await friend.waitForLast('remote-library-changed', ({ games }) => games.length === 2);
    const folder = (gameId: string) => join(home.gamesDir, gameId);
    return { friend, page, player: { folder } };
  }
});

const PATIENT = { install: false, patient: true };

function isMuch(bytesPerSecond: number): boolean {
  return bytesPerSecond > 1.8 * PLAYING_LIMIT;
}
