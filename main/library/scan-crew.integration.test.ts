import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, pipe, place } from '../../fixtures/games/place.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { MAX_UNKNOWN_FOLDERS_TOLD } from './games-folder.ts';
import type { KnownContent, ScannedGame } from './library.ts';
import { LibraryThread } from './library-thread.ts';
import { ScanCrew } from './scan-crew.ts';
import { WorkerLibrary } from './worker-library.ts';

const isLinux = process.platform === 'linux';
const never = new AbortController().signal;
const nothing: KnownContent = () => undefined;
const library = new WorkerLibrary();

let games: string;
beforeAll(() => library.start());
afterAll(() => library.stop());
beforeEach(() => {
  games = mkdtempSync(join(tmpdir(), 'lanspread-games-'));
});
afterEach(() => {
  rmSync(games, { recursive: true, force: true });
});

describe('a scan of the games folder', () => {
  it('S1: tells each game once, absent ones too', async () => {
    place(games, {
      'b/version.ini': '20250301',
      'b/data/é.txt': 'abc',
      'b/empty/x': linkTo('/'),
      'c/ggoo.eti': 'archive',
      'a/version.ini': '20250101',
      'a/saves/deep/er': '',
    });
    const { told } = await scan(['c', 'b', 'absent', 'a']);
    expect(told.map(({ gameId, version }) => `${gameId} ${version ?? 'not ready'}`).sort()).toEqual(
      [...['a 20250101', 'absent not ready', 'b 20250301', 'c not ready']],
    );
    expect(told.find(({ gameId }) => gameId === 'b')?.problems).toHaveLength(1);
    const absent = told.find(({ gameId }) => gameId === 'absent');
    expect(absent).toEqual(await library.scanGame(games, 'absent' as GameId));
  });

  it('tells of each game what a scan of that game alone tells', async () => {
    place(games, {
      'a/version.ini': '20250101',
      'a/é/漢.txt': 'abc',
      'a/b': '',
      'a/empty/y/x': '',
    });
    mkdirSync(join(games, 'a/empty/z'));
    const { told } = await scan(['a']);
    expect(told).toEqual([await library.scanGame(games, 'a' as GameId)]);
    expect(told[0]?.content?.outline.emptyFolders).toEqual(['empty/z']);
  });

  it('S30: tells all of more games and files than one batch holds', async () => {
    const ids = Array.from({ length: 450 }, (_, index) => `game-${index}`);
    const files = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, index) => [`large/f${index}`, '']),
    );
    place(games, { 'large/version.ini': '20250301', ...files });
    for (const id of ids) place(games, { [`${id}/version.ini`]: '20250301' });
    const { told } = await scan(['large', ...ids]);
    expect(told.map(({ gameId }) => gameId).sort()).toEqual([...ids, 'large'].sort());
    const large = told.find(({ gameId }) => gameId === 'large');
    expect(large?.content?.outline.files).toHaveLength(1_501);
    expect(told.filter(({ version }) => version === '20250301')).toHaveLength(451);
  });

  it('D7: follows a link for the games folder itself', async () => {
    place(games, { 'real/ggoo/version.ini': '20250301', link: linkTo('real') });
    const { told } = await scan(['ggoo'], join(games, 'link'));
    expect(told[0]?.version).toBe('20250301');
  });

  it('answers a scan of one game while it scans them all', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `game-${index}`);
    for (const id of ids) place(games, { [`${id}/version.ini`]: '20250301', [`${id}/a`]: 'a' });
    const order: string[] = [];
    const all = scan(ids).then(() => order.push('all'));
    const one = library.scanGame(games, 'game-7' as GameId).then(() => order.push('one'));
    await Promise.all([all, one]);
    expect(order).toEqual(['one', 'all']);
  });
});

describe('content that is known', () => {
  it('S7.1: is told as the very object that was handed in, and what has changed is told anew', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `game-${index}`);
    for (const id of ids) place(games, { [`${id}/version.ini`]: '20250301', [`${id}/a/b`]: id });
    const before = await scan(ids);
    const known = new Map(before.told.map(({ gameId, content }) => [gameId, content]));
    place(games, { 'game-7/a/c': 'more', 'game-33/version.ini': '20250302' });
    rmSync(join(games, 'game-50/version.ini'));
    const after = await scan(ids, games, (gameId) => known.get(gameId));
    const others = after.told.filter(({ gameId, content }) => content !== known.get(gameId));
    expect(others.map(({ gameId }) => gameId).sort()).toEqual(['game-33', 'game-50', 'game-7']);
    const anew = await scan(ids);
    const byId = ({ told }: typeof anew) => new Map(told.map((game) => [game.gameId, game]));
    expect(byId(after)).toEqual(byId(anew));
  });

  it('S7.1: of one game as well', async () => {
    place(games, { 'a/version.ini': '20250301', 'a/b': 'x', 'a/local/x': '' });
    const { content, ...facts } = await library.scanGame(games, 'a' as GameId);
    const again = await library.scanGame(games, 'a' as GameId, content);
    expect(again).toEqual({ ...facts, content });
    expect(again.content).toBe(content);
    writeFileSync(join(games, 'a/b'), 'y and more');
    expect((await library.scanGame(games, 'a' as GameId, content)).content).not.toEqual(content);
  });
});

describe('folders that are not in the catalog', () => {
  it('S1: are told one by one, files and hidden folders are not', async () => {
    place(games, {
      'ggoo/version.ini': '20250301',
      'Other Game/version.ini': '20250301',
      'a\u0301/x': '',
      '.Trash/x': '',
      'readme.txt': '',
      fifo: pipe,
      link: linkTo('ggoo'),
    });
    const { problems, told } = await scan(['ggoo']);
    expect(told).toHaveLength(1);
    expect(problems.map(({ path }) => path)).toEqual(['Other Game', 'a\u0301']);
    expect(problems[0]?.message).toBe(
      'The folder "Other Game" is not in the catalog, so it is neither listed nor served. ' +
        "Rename it to its game's id, or load a catalog that has it.",
    );
  });

  it('are told as a number where they are many', async () => {
    for (let index = 0; index < MAX_UNKNOWN_FOLDERS_TOLD + 7; index += 1) {
      mkdirSync(join(games, `other-${index}`));
    }
    const { problems } = await scan([]);
    expect(problems).toHaveLength(MAX_UNKNOWN_FOLDERS_TOLD + 1);
    expect(problems.at(-1)).toEqual({
      path: '.',
      message: '7 more folders are not in the catalog.',
    });
  });

  it.runIf(isLinux)(
    'W7: are no games by another spelling where the disk tells case apart',
    async () => {
      place(games, {
        'GGOO/version.ini': '20250301',
        'a/version.ini': '20250101',
        'A/version.ini': 'x',
      });
      const { problems, told } = await scan(['ggoo', 'a']);
      expect(told.map(({ version }) => version)).toEqual([undefined, '20250101']);
      expect(problems.map(({ path }) => path)).toEqual(['A', 'GGOO']);
    },
  );
});

describe('a scan that takes long', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `game-${index}` as GameId);
  const source = new URL('./library-worker.ts', import.meta.url);
  const dying = new URL('data:text/javascript,process.exit(1);');
  let workers: Worker[];
  let thread: LibraryThread;
  beforeEach(() => {
    workers = [];
    thread = threadOf(source);
    thread.open();
    for (const id of ids) place(games, { [`${id}/version.ini`]: '20250301' });
  });
  afterEach(() => thread.close());

  it.runIf(availableParallelism() > 1)(
    'S30: gets the help of other threads, which end with it',
    async () => {
      const told: GameId[] = [];
      await crewOf({ hire: () => threadOf(source), told }).run();
      expect(told.sort()).toEqual([...ids].sort());
      expect(workers.length).toBeGreaterThan(1);
      const [first, ...helpers] = workers.map(({ threadId }) => threadId);
      expect(first).toBeGreaterThan(0);
      expect(new Set(helpers)).toEqual(new Set([-1]));
    },
  );

  it('S30: works alone where what is left is soon done', async () => {
    const told: GameId[] = [];
    let hired = 0;
    const hire = (): LibraryThread => {
      hired += 1;
      return threadOf(source);
    };
    await crewOf({ hire, told, aloneMs: 3_600_000 }).run();
    expect(told).toHaveLength(ids.length);
    expect(hired).toBe(0);
  });

  it.runIf(availableParallelism() > 1)('fails where one of them dies', async () => {
    const crew = crewOf({ hire: () => threadOf(dying), told: [] });
    await expect(crew.run()).rejects.toMatchObject({ code: 'internal' });
  });

  function threadOf(url: URL): LibraryThread {
    return new LibraryThread(() => {
      const worker = new Worker(url);
      workers.push(worker);
      return worker;
    });
  }

  interface Crew {
    readonly hire: () => LibraryThread;
    readonly told: GameId[];
    readonly aloneMs?: number;
  }

  function crewOf({ hire, told, aloneMs = 0 }: Crew): ScanCrew {
    const onGame = ({ gameId }: ScannedGame) => told.push(gameId);
    const scanned = { gamesFolder: games, gameIds: ids, known: nothing, onGame, signal: never };
    return new ScanCrew({ thread, hire, aloneMs }, scanned);
  }
});

describe('a scan that can not be', () => {
  it.each([
    { what: 'is not there', at: 'gone', says: 'it is not there' },
    { what: 'is a file', at: 'file', says: 'it is no folder' },
    { what: 'is a link in a circle', at: 'circle', says: 'the system could not read it' },
  ])('T14: fails with io-error where the games folder $what', async ({ at, says }) => {
    place(games, { file: '', circle: linkTo('circle') });
    const failure = scan(['ggoo'], join(games, at));
    await expect(failure).rejects.toMatchObject({
      code: 'io-error',
      message: `The games folder can't be read: ${says}. Connect its drive or choose another folder.`,
    });
  });

  it('ends with the reason of its signal, and tells no game after that', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `game-${index}`);
    const stopping = new AbortController();
    const reason = new LanspreadError('cancelled', 'enough');
    const told: GameId[] = [];
    const scanning = library.scanAll(
      { gamesFolder: games, gameIds: ids as GameId[], known: nothing },
      ({ gameId }) => {
        told.push(gameId);
        if (told.length === 150) stopping.abort(reason);
      },
      stopping.signal,
    );
    await expect(scanning).rejects.toBe(reason);
    expect(told).toHaveLength(150);
    await expect(scan(['a'])).resolves.toHaveProperty('told.length', 1);
  });

  it('ends with the fault of whoever is told, and harms no other scan', async () => {
    const fault = new Error('broken listener');
    const other = scan(['a', 'b']);
    const scanning = library.scanAll(
      { gamesFolder: games, gameIds: ['a' as GameId], known: nothing },
      () => {
        throw fault;
      },
      never,
    );
    await expect(scanning).rejects.toBe(fault);
    expect((await other).told).toHaveLength(2);
  });
});

async function scan(ids: readonly string[], folder = games, known: KnownContent = nothing) {
  const told: ScannedGame[] = [];
  const gameIds = ids as readonly GameId[];
  const problems = await library.scanAll(
    { gamesFolder: folder, gameIds, known },
    (game) => told.push(game),
    never,
  );
  return { told, problems };
}
