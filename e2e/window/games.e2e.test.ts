import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { useDesktop } from './desktop.ts';

const party = useParty();
const open = useDesktop(party);

describe('games in the window', () => {
  it('shows how many have a game, as PCs come and go', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo/ggoo'] });
    const window = await open({
      name: 'player',
      flags: ['--connect', alpha.address, '--connect', bravo.address],
    });
    await window.until(({ games }) => games['ggoo']?.peerCount === 2);
    await window.until(({ people }) => Object.keys(people).length === 2);
    await bravo.shutdown();
    await window.until(({ games }) => games['ggoo']?.peerCount === 1);
  });

  it('installs from two sources until it can be used, and uninstalls again', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo/ggoo'] });
    const window = await open({
      name: 'player',
      flags: ['--connect', alpha.address, '--connect', bravo.address],
    });
    await window.until(({ games }) => games['ggoo']?.peerCount === 2);
    expect(await window.run('download', { gameId: 'ggoo', wait: false })).toMatchObject({
      ok: true,
    });
    await window.until(({ games }) => games['ggoo']?.state === 'installed');
    await window.until(({ done }) => done[0]?.what === 'installed');
    expect(await window.run('uninstall', { gameId: 'ggoo' })).toMatchObject({ ok: true });
    await window.until(({ games }) => games['ggoo']?.state === 'downloaded');
    expect(Object.keys(window.state?.transfers ?? {})).toEqual([]);
  });

  it('shows the true state after the page is loaded anew in mid-download', async () => {
    const alpha = await party.start({
      name: 'alpha',
      games: ['alpha/alienswarm'],
      flags: ['--upload-limit', '20000000'],
    });
    const window = await open({ name: 'player', flags: ['--connect', alpha.address] });
    await window.until(({ games }) => games['alienswarm']?.peerCount === 1);
    await window.run('download', { gameId: 'alienswarm', wait: false });
    const before = await window.until(({ transfers }) => {
      const bytes = transfers['alienswarm']?.bytesDone ?? 0;
      return bytes > 0 && bytes;
    });
    await window.page.reload();
    await window.watch();
    const after = await window.until(({ transfers }) => transfers['alienswarm']?.bytesDone);
    expect(after).toBeGreaterThanOrEqual(before);
    await window.until(({ games }) => games['alienswarm']?.state === 'installed');
  });

  it('refuses a game that nobody here has', async () => {
    const window = await open({ name: 'player' });
    expect(await window.run('download', { gameId: 'ggoo', wait: false })).toMatchObject({
      ok: false,
      error: { code: 'no-peers-have-game' },
    });
  });
});
