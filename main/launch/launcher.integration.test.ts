import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aGame, ggoo } from '../../fixtures/engine/room.ts';
import type { CatalogGame } from '../../shared/domain/game.ts';
import { Launcher } from './launcher.ts';
import { StartOffers } from './start-offers.ts';

const LIMIT_MS = 5_000;

let root = '';
let setUp = new Set<string>();
let changes = 0;
let wake: () => void = () => undefined;
let launcher: Launcher;

beforeEach(async () => {
  // Each of these would end or change a command that a shell reads.
  root = await mkdtemp(join(tmpdir(), "lanspread $(x) & 'launch' "));
  await mkdir(join(root, 'ggoo/local'), { recursive: true });
  setUp = new Set();
  changes = 0;
  launcher = new Launcher({
    platform: 'linux',
    environment: process.env,
    folderOf: (id) => join(root, id),
    playerName: () => 'Ana',
    isSetUp: (id) => setUp.has(id),
    markSetUp: (id) => setUp.add(id),
    changed: () => {
      changes += 1;
      wake();
    },
  });
});

afterEach(async () => {
  launcher.stop(ggoo);
  launcher.stopServer(ggoo);
  await ended();
  await rm(root, { recursive: true });
});

const game = (start: CatalogGame['start'] = {}): CatalogGame => aGame(ggoo, { start });

async function put(name: string, text: string): Promise<void> {
  await writeFile(join(root, 'ggoo/local', name), text);
}

async function read(name: string): Promise<string> {
  return readFile(join(root, 'ggoo/local', name), 'utf8');
}

async function ended(): Promise<void> {
  await until(() => !launcher.isRunning(ggoo) && !launcher.isHosting(ggoo));
}

async function until(holds: () => boolean): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (!holds()) {
    await new Promise<void>((resolve, reject) => {
      wake = resolve;
      signal.onabort = () => {
        reject(new Error(`It was never so: ${holds.toString()}`));
      };
    });
  }
}

describe('starting a game', () => {
  it('runs its script from inside local/, with the name of the player', async () => {
    await put('game_start.sh', 'pwd > out.txt; echo "$LANSPREAD_PLAYER" >> out.txt');
    await launcher.play(game());
    await ended();
    expect(await read('out.txt')).toBe(`${join(root, 'ggoo/local')}\nAna\n`);
  });

  it('runs what the catalog names instead, and is told when it ends', async () => {
    await mkdir(join(root, 'ggoo/local/bin'));
    await put('bin/run.sh', 'echo run > out.txt');
    await launcher.play(game({ linux: 'bin/run.sh' }));
    await ended();
    expect(await read('out.txt')).toBe('run\n');
    expect(changes).toBe(2);
  });

  it('runs a setup once, before the first start', async () => {
    await put('game_setup.sh', 'echo setup >> out.txt');
    await put('game_start.sh', 'echo start >> out.txt');
    for (let time = 0; time < 2; time += 1) {
      await launcher.play(game());
      await ended();
    }
    expect(await read('out.txt')).toBe('setup\nstart\nstart\n');
  });

  it('does not start a game whose setup failed, and sets it up anew the next time', async () => {
    await put('game_setup.sh', 'exit 3');
    await put('game_start.sh', 'echo start > out.txt');
    await expect(launcher.play(game())).rejects.toMatchObject({ code: 'io-error' });
    await expect(read('out.txt')).rejects.toThrow();
    expect(setUp.size).toBe(0);
  });

  it('ends a game with all that it started', async () => {
    await put('game_start.sh', 'sleep 600 & echo $! > child.txt; wait');
    await launcher.play(game());
    await expect(launcher.play(game())).rejects.toMatchObject({ code: 'operation-active' });
    launcher.stop(ggoo);
    await ended();
    expect(launcher.isRunning(ggoo)).toBe(false);
  });

  it('runs a start file that lies beside local/, from inside local/', async () => {
    await writeFile(join(root, 'ggoo/game_start.sh'), 'pwd > where.txt');
    await mkdir(join(root, 'ggoo/local'), { recursive: true });
    await launcher.play(game());
    await ended();
    const where = await readFile(join(root, 'ggoo/local/where.txt'), 'utf8');
    expect(where.trim()).toBe(await realpath(join(root, 'ggoo/local')));
  });

  it('hosts a server beside the game, and each ends by itself', async () => {
    await put('game_start.sh', 'exec sleep 600');
    await put('server_start.sh', 'exec sleep 600');
    await launcher.host(game());
    expect([launcher.isHosting(ggoo), launcher.isRunning(ggoo)]).toEqual([true, false]);
    await expect(launcher.host(game())).rejects.toMatchObject({ code: 'operation-active' });
    await launcher.play(game());
    launcher.stop(ggoo);
    await until(() => !launcher.isRunning(ggoo));
    expect(launcher.isHosting(ggoo)).toBe(true);
    launcher.stopServer(ggoo);
    await until(() => !launcher.isHosting(ggoo));
  });
});

describe('what is not started', () => {
  it('L14: names a start file that is missing, and why it may be', async () => {
    await mkdir(join(root, 'ggoo/local'), { recursive: true });
    await expect(launcher.play(game())).rejects.toThrow(/no game_start\.sh.*antivirus/);
    const named = launcher.play(game({ linux: 'quake.sh' }));
    await expect(named).rejects.toThrow(/local\/quake\.sh is not there.*antivirus/);
  });

  it('L14: names a program that may not be executed', async () => {
    await put('quake', 'no program');
    await chmod(join(root, 'ggoo/local/quake'), 0o644);
    await expect(launcher.play(game({ linux: 'quake' }))).rejects.toThrow(/local\/quake/);
  });

  it.each(['../../outside.sh', '/bin/sh', 'a/../../../outside.sh', '..\\..\\outside.sh', ''])(
    'T15: refuses %j, which is no path below local/',
    async (start) => {
      await writeFile(join(root, 'outside.sh'), 'exit 0');
      await expect(launcher.play(game({ linux: start }))).rejects.toThrow(/was not started/);
    },
  );

  it('T15: refuses a link, to wherever it leads', async () => {
    await writeFile(join(root, 'outside.sh'), 'exit 0');
    await symlink(join(root, 'outside.sh'), join(root, 'ggoo/local/game_start.sh'));
    await expect(launcher.play(game())).rejects.toThrow(/is a link/);
    await put('inside.sh', 'exit 0');
    await symlink('inside.sh', join(root, 'ggoo/local/other.sh'));
    await expect(launcher.play(game({ linux: 'other.sh' }))).rejects.toThrow(/is a link/);
  });

  it('T15: refuses everything where local/ has been replaced by a link', async () => {
    await put('game_start.sh', 'exit 0');
    await rename(join(root, 'ggoo/local'), join(root, 'elsewhere'));
    await symlink(join(root, 'elsewhere'), join(root, 'ggoo/local'));
    await expect(launcher.play(game())).rejects.toThrow(/was not started/);
  });

  it('T15: refuses a folder', async () => {
    await mkdir(join(root, 'ggoo/local/game_start.sh'));
    await expect(launcher.play(game())).rejects.toThrow(/no file/);
  });
});

describe('what can be started', () => {
  async function offerOf(start: CatalogGame['start'] = {}) {
    const offers = new StartOffers({
      platform: 'linux',
      folderOf: (id) => join(root, id),
      changed: () => undefined,
    });
    await offers.look(game(start));
    return offers.find(ggoo);
  }

  it('is what lies there', async () => {
    expect(await offerOf()).toEqual({ canPlay: false, canHost: false });
    await put('game_start.sh', '');
    await put('server_start.sh', '');
    expect(await offerOf()).toEqual({ canPlay: true, canHost: true });
  });

  it('is also what the catalog names and is gone, so that Play can tell', async () => {
    expect(await offerOf({ linux: 'run.sh' })).toMatchObject({ canPlay: true });
  });
});
