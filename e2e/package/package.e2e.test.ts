import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GameCopy } from '../../fixtures/games/write-game.ts';
import { packedArchive } from '../../fixtures/rar/packed-archive.ts';
import { expectSameCopy } from '../party/checks.ts';
import { useParty } from '../party/party.ts';
import { peerArguments } from '../party/peer.ts';
import { PACKAGE } from '../party/program.ts';
import { Keyboard } from './keyboard.ts';
import { listeningPorts } from './listening-ports.ts';
import { Packaged } from './packaged.ts';
import { type Picture, type Screen, useScreen } from './screen.ts';

const PAYLOAD = 'packed, so that unpacking needs the library and its .wasm\n'.repeat(20);

/** A game whose archive is compressed, and brings the script that starts it. */
const PACKED: GameCopy = {
  id: 'ggoo',
  version: '20250301',
  files: {
    'ggoo.eti': packedArchive({
      'fixture-payload.txt': Buffer.from(PAYLOAD),
      'game_start.sh': Buffer.from('exit 0\n'.repeat(20)),
    }),
  },
};

/** Ways to turn Electron into something else, or to look into it. */
const SWITCHES = ['--inspect=0', '--remote-debugging-port=0'];

// How the executable writes a fuse that is on: the digit 1.
const FUSE_ON = 0x31;

// A library of covers has thousands of colours; a window that paints nothing has one.
const LIBRARY_COLOURS = 1_000;

// The one large green thing in the window is the button that leads on.
const GREEN = '#4ade8a';
const BUTTON_PIXELS = 1_000;

// SQLite and the hash, for this system alone.
const NATIVE_PARTS = 2;

// Sources, what helps to read them, and tests.
const NOT_RUN =
  /\.(ts|map|cpp|h)$|\/(fixtures|tests?)(\/|$)|^\/(?!dist|node_modules|package\.json)/;

const PACKAGING_LIMIT_MS = 120_000;

const party = useParty();
const openScreen = useScreen();
let packaged: Packaged;

// Its keyboard, its screen and its ports are looked at in Linux's ways.
describe.runIf(process.platform === 'linux')('the packaged program', () => {
  beforeAll(async () => {
    packaged = await Packaged.make();
  }, PACKAGING_LIMIT_MS);
  afterAll(() => packaged.remove());

  it('L9: has every fuse as it was asked for', async () => {
    const wire = await getCurrentFuseWire(packaged.executable);
    expect(switchedOn(wire)).toEqual([
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ]);
  });

  it('holds what runs, nothing to update itself with, and everybody’s licence', async () => {
    const files = listPackage(packaged.archive, { isPack: false });
    expect(files).toContain(`/${PACKAGE.main}`);
    const library = '/node_modules/node-unrar-js/dist/js';
    expect(files).toEqual(
      expect.arrayContaining([
        `${library}/unrar.js`,
        `${library}/unrar.wasm`,
        '/dist/preload/index.cjs',
      ]),
    );
    expect(files.filter((file) => NOT_RUN.test(file))).toEqual([]);
    expect(files.filter((file) => file.endsWith('.node')).length).toBe(NATIVE_PARTS);
    expect(existsSync(join(packaged.root, 'resources', 'app-update.yml'))).toBe(false);
    const licenses = await readFile(join(packaged.root, 'resources', 'licenses.txt'), 'utf8');
    for (const name of ['better-sqlite3', 'UnRAR', 'react-dom', 'zod'])
      expect(licenses).toContain(name);
  });

  it('L9: downloads and installs without a window, whatever its surroundings ask of Electron', async () => {
    const evil = join(await party.folder(), 'evil.cjs');
    const canary = join(await party.folder(), 'canary');
    await writeFile(evil, `require('node:fs').writeFileSync(${JSON.stringify(canary)}, '')`);
    const env = {
      NODE_OPTIONS: `--require ${evil}`,
      LANSPREAD_SQLITE_BINDING: join(await party.folder(), 'no-binding.node'),
    };
    const alpha = await party.start({ name: 'alpha', games: [PACKED] });
    const runtime = packaged.headless({ args: SWITCHES, env });
    const player = await party.start({ name: 'player', runtime });
    await player.run('connect', { address: alpha.address });

    await player.run('download', { game_id: 'ggoo' });

    await expectSameCopy('ggoo', alpha, player);
    const payload = join(player.folder('ggoo'), 'local', 'fixture-payload.txt');
    expect(await readFile(payload, 'utf8')).toBe(PAYLOAD);
    expect(existsSync(canary)).toBe(false);
    expect(await listeningPorts(player.program.pid)).toEqual([portOf(player.address)]);
  });

  it('L9: is no Node, whatever the environment says', async () => {
    const canary = join(await party.folder(), 'canary');
    const script = `require('node:fs').writeFileSync(${JSON.stringify(canary)}, '')`;
    const runtime = packaged.headless({ env: { ELECTRON_RUN_AS_NODE: '1' } });
    const program = party.program(['-e', script], runtime);
    expect(await program.ended).toMatchObject({ code: 2 });
    expect(program.stderr).toContain('lanspread:');
    expect(existsSync(canary)).toBe(false);
  });

  it('L12: shows the room, installs a game by the keyboard and shares it, and nobody looks in', async () => {
    const screen = await openScreen();
    const alpha = await party.start({ name: 'alpha', games: [PACKED] });
    const home = await party.home('player');
    const flags = [...peerArguments(home), '--connect', alpha.address];
    const window = party.program(flags, packaged.windowed(screen.display, SWITCHES));
    const player = await alpha.waitFor('peer-connected', ({ name }) => name === 'player');
    expect(await listeningPorts(window.pid)).toEqual([portOf(player.address)]);

    await installByKeyboard(screen);

    const bravo = await party.start({ name: 'bravo' });
    await alpha.shutdown();
    await bravo.run('connect', { address: player.address });
    await bravo.run('download', { game_id: 'ggoo' });
    await expectSameCopy('ggoo', alpha, bravo);
    expect(await window.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

/** From the library to the button that says Play, as a player without a mouse. */
async function installByKeyboard(screen: Screen): Promise<void> {
  const keyboard = await Keyboard.plugInto(screen.display);
  const library = await screen.resting((picture) => picture.count().size >= LIBRARY_COLOURS);
  keyboard.type('/ggoo');
  const found = await screen.resting((picture) => !picture.isLike(library));
  keyboard.press('Down');
  keyboard.press('Tab');
  keyboard.press('Enter');
  await screen.resting((picture) => !picture.isLike(found) && hasGreenButton(picture));
  keyboard.unplug();
}

function hasGreenButton(picture: Picture): boolean {
  return (picture.count().get(GREEN) ?? 0) >= BUTTON_PIXELS;
}

type FuseWire = Awaited<ReturnType<typeof getCurrentFuseWire>>;

function switchedOn(wire: FuseWire): readonly FuseV1Options[] {
  const options = Object.values(FuseV1Options).filter((option) => typeof option === 'number');
  return options.filter((option) => Number(wire[option]) === FUSE_ON);
}

function portOf(address: string): number {
  return Number(address.split(':').at(-1));
}
