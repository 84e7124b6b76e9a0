import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { playable } from './games.ts';
import { buttonOf, chooseOf, messageWith, untilState } from './screen.ts';

/** Longest wait for a few kilobytes to be fetched again and put in place, in milliseconds. */
const REPAIR_LIMIT_MS = 20_000;

const party = useParty();
const open = useDesktop(party);

async function installed() {
  const alpha = await party.start({ name: 'alpha', games: [playable('20250301', 1)] });
  const home = await party.home('player');
  const desktop = await open({ home, flags: connectTo(alpha) });
  await buttonOf(desktop.page, 'ggoo', 'Install').click();
  await untilState(desktop.page, 'ggoo', 'installed');
  return { desktop, page: desktop.page, folder: join(home.gamesDir, 'ggoo') };
}

describe('what the More menu takes away', () => {
  it('goes in a moment, and not at all where it is undone', async () => {
    const { desktop, page, folder } = await installed();
    await chooseOf(page, 'ggoo', 'Uninstall');
    await messageWith(page, 'Uninstalling: GGOO').waitFor();
    await desktop.picture('undo');
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();

    await chooseOf(page, 'ggoo', 'Uninstall');
    await buttonOf(page, 'ggoo', 'Undo').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    expect(existsSync(join(folder, 'local', 'fixture-payload.txt'))).toBe(true);

    await chooseOf(page, 'ggoo', 'Uninstall');
    await untilState(page, 'ggoo', 'downloaded');
    expect(existsSync(join(folder, 'local'))).toBe(false);
    expect(existsSync(join(folder, 'version.ini'))).toBe(true);

    await buttonOf(page, 'ggoo', 'Install').click();
    await untilState(page, 'ggoo', 'installed');
    await chooseOf(page, 'ggoo', 'Remove');
    await untilState(page, 'ggoo', 'absent');
    expect(existsSync(folder)).toBe(false);
    await buttonOf(page, 'ggoo', 'Install').waitFor();
  });

  it('is checked by Verify, which says what is wrong and mends it', async () => {
    const { desktop, page, folder } = await installed();
    await chooseOf(page, 'ggoo', 'Verify');
    await messageWith(page, 'GGOO is fine').waitFor();

    const notes = join(folder, 'notes.txt');
    const asItWas = await readFile(notes, 'utf8');
    await writeFile(notes, 'somebody was here\n');
    await chooseOf(page, 'ggoo', 'Verify');
    const damaged = messageWith(page, 'One file of GGOO is not as it should be');
    await damaged.waitFor();
    await desktop.picture('damaged');
    await damaged.getByRole('button', { name: 'Repair' }).click();
    // So short a download may never be drawn: what it does is what counts.
    const text = (): Promise<string> => readFile(notes, 'utf8').catch(() => '');
    await expect.poll(text, { timeout: REPAIR_LIMIT_MS }).toBe(asItWas);
    await untilState(page, 'ggoo', 'installed');
    await chooseOf(page, 'ggoo', 'Verify');
    await messageWith(page, 'GGOO is fine').waitFor();
  });
});
