import { expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost, playable } from './games.ts';
import { record } from './recording.ts';
import { buttonOf, untilPercent, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

it('a page that is loaded anew in mid-download shows how far it is, and sees its end', async () => {
  const games = [playable('20250301', 24)];
  const alpha = await party.start({ name: 'alpha', games, flags: givingAtMost(8_000_000) });
  const { page } = await open({ flags: connectTo(alpha) });
  await buttonOf(page, 'ggoo', 'Install').click();
  const downloads = page.getByTestId('downloads');
  await untilPercent(page, /[2-9]\d/);

  await page.reload();
  const recording = await record(page, 'ggoo');
  await untilState(page, 'ggoo', 'downloading');
  await downloads.getByTitle('GGOO', { exact: true }).waitFor();
  await buttonOf(page, 'ggoo', 'Play').waitFor();
  const { percents } = await recording();
  expect(percents[0]).toBeGreaterThanOrEqual(15);
});
