import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aCopy, MIB } from '../party/copies.ts';
import { useParty } from '../party/party.ts';
import { Filler } from '../party/small-disk.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { givingAtMost } from './games.ts';
import { buttonOf, cardOf, untilPercent, untilState } from './screen.ts';
import { electronOnSmallDisk } from './small-disk.ts';

const party = useParty();
const open = useDesktop(party);

describe('S22: a disk that fills up in mid-download', () => {
  it('says Disk full on the card, and the download goes on once there is room', async () => {
    const games = [aCopy({ version: '20250301', sizes: [17 * MIB, 3 * MIB] })];
    const alpha = await party.start({ name: 'alpha', games, flags: givingAtMost(4_000_000) });
    const home = await party.home('player');
    const executable = await electronOnSmallDisk(home.gamesDir, 48 * MIB);
    const { app, page } = await open({ home, executable, flags: connectTo(alpha) });
    // The disk as it is seen from outside of its namespace.
    const disk = join(`/proc/${app.process().pid ?? 0}/root`, home.gamesDir);
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilPercent(page, /[2-9]\d/);

    const filler = new Filler(disk);
    const { bavail, bsize } = await statfs(disk);
    await filler.grow(bavail * bsize);

    await cardOf(page, 'ggoo').getByText('Disk full').first().waitFor();
    await untilState(page, 'ggoo', 'downloading');
    expect(await page.getByRole('alert').count()).toBe(0);
    await filler.remove();
    await untilState(page, 'ggoo', 'installed');
  });
});
