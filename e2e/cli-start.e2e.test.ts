import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE, type Program } from './party/program.ts';
import { useParty } from './party/party.ts';

describe('start', () => {
  const party = useParty();

  it('--help names every flag, and --version the version', async () => {
    const help = party.program(['--help']);
    const version = party.program(['--version']);

    expect(await help.ended).toEqual({ code: 0, signal: null });
    for (const flag of ['--cli', '--games-dir', '--state-dir', '--catalog', '--connect']) {
      expect(help.lines.join('\n')).toContain(flag);
    }
    expect(await version.ended).toEqual({ code: 0, signal: null });
    expect(version.lines).toEqual([PACKAGE.version]);
  });

  it.each([
    ['--frobnicate'],
    ['--download-limit', 'fast'],
    ['--upload-limit', '-1'],
    ['--listen', '127.0.0.1:99999'],
    ['--connect', 'not here'],
    ['--games-dir'],
    ['stray'],
  ] as [string, ...string[]][])(
    '%s %s is refused with one line, before anything is touched',
    async (...flags) => {
      const { gamesDir, stateDir } = await party.home('alpha');
      const place = flags[0] === '--games-dir' ? [] : ['--games-dir', gamesDir];

      const program = party.program(['--cli', ...place, '--state-dir', stateDir, ...flags]);

      await expectRefused(program, 2, flags[0].replace('--', ''));
      expect(await readdir(await party.folder())).toEqual([]);
    },
  );

  it.each([
    { what: 'is no JSON', text: '{"games": [\n  {"id": "ggoo",\n]}', says: 'line 3' },
    {
      what: 'repeats an id',
      text: '{"games": [{"id": "ggoo", "title": "a"},\n{"id": "ggoo", "title": "b"}]}',
      says: 'ggoo',
    },
    {
      what: 'has a bad id',
      text: '{"games": [\n{"id": "../up", "title": "a"}]}',
      says: '../up',
    },
    { what: 'has no title', text: '{"games": [{"id": "ggoo"}]}', says: 'title' },
    { what: 'is not there', text: undefined, says: 'catalog.json' },
  ])('a catalog that $what is refused with the line, the entry and why', async ({ text, says }) => {
    const { gamesDir, stateDir } = await party.home('alpha');
    const catalog = join(await party.folder(), 'catalog.json');
    if (text !== undefined) await writeFile(catalog, text);

    const program = party.program([
      ...['--cli', '--listen', '127.0.0.1:0', '--no-discovery'],
      ...['--games-dir', gamesDir, '--state-dir', stateDir, '--catalog', catalog],
    ]);

    await expectRefused(program, 2, says);
  });

  it('a second process on a state folder is refused, and the first goes on', async () => {
    const first = await party.start({ name: 'alpha' });
    const { gamesDir, stateDir, catalog } = first.home;

    const second = party.program([
      ...['--cli', '--listen', '127.0.0.1:0', '--no-discovery'],
      ...['--games-dir', gamesDir, '--state-dir', stateDir, '--catalog', catalog],
    ]);

    await expectRefused(second, 3, '');
    expect(await first.attempt('status')).toMatchObject({ ok: true });
  });

  it('a state folder is free again after a kill', async () => {
    const first = await party.start({ name: 'alpha' });
    await first.kill();

    const second = await party.launch(first.home);

    expect(second.peerId).toBe(first.peerId);
  });

  it('the catalog that ships with the program is used where none is named', async () => {
    const { gamesDir, stateDir } = await party.home('alpha');
    const program = party.program([
      ...['--cli', '--listen', '127.0.0.1:0', '--games-dir', gamesDir, '--state-dir', stateDir],
    ]);

    await program.endInput('{"id": 1, "cmd": "list-games", "all": true}\n');

    const result = JSON.parse(program.lines.find((line) => line.includes('"result"')) ?? '{}') as {
      readonly data?: { readonly games: readonly unknown[] };
    };
    expect(result.data?.games.length).toBeGreaterThan(50);
  });

  it('peers named with --connect are dialled at start, and again when they come back', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo', flags: ['--connect', alpha.address] });
    await bravo.run('wait-peers', { count: 1 });
    await alpha.shutdown();
    await bravo.waitFor('peer-lost');

    const again = await party.launch(alpha.home, ['--listen', alpha.address]);

    await again.waitFor('peer-connected', ({ peer_id }) => peer_id === bravo.peerId);
    expect(again.address).toBe(alpha.address);
  });

  it('a games folder that is a file is refused as a bad value', async () => {
    const { gamesDir, stateDir, catalog } = await party.home('alpha');
    await mkdir(join(gamesDir, '..'), { recursive: true });
    await writeFile(gamesDir, 'not a folder');

    const program = party.program([
      ...['--cli', '--listen', '127.0.0.1:0', '--no-discovery'],
      ...['--games-dir', gamesDir, '--state-dir', stateDir, '--catalog', catalog],
    ]);

    await expectRefused(program, 2, 'games');
  });
});

async function expectRefused(program: Program, code: number, says: string): Promise<void> {
  expect(await program.endInput()).toEqual({ code, signal: null });
  expect(program.lines).toEqual([]);
  expect(program.stderr).toMatch(/^[^\n]+\n$/);
  expect(program.stderr).toContain(says);
}
