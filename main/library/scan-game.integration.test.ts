import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkTo, pipe, place, type Thing } from '../../fixtures/games/place.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import { scanGame } from './scan-game.ts';

const ggoo = 'ggoo' as GameId;

let games: string;
beforeEach(() => {
  games = mkdtempSync(join(tmpdir(), 'lanspread-game-'));
  chmodSync(games, 0o755);
});
afterEach(() => {
  rmSync(games, { recursive: true, force: true });
});

function look(gamesFolder = games) {
  return scanGame(gamesFolder, { gameId: ggoo, fingerprint: undefined });
}

describe('a game in the games folder', () => {
  it('S1: is ready with a version, and has its content and its archives', () => {
    place(games, {
      'ggoo/version.ini': '20250301\n',
      'ggoo/ggoo.eti': 'archive',
      'ggoo/Bonus.ETI': 'more',
      'ggoo/data/x.eti': 'below',
      'ggoo/y.eti/x': 'in a folder',
    });
    const { content, ...game } = look();
    expect(game).toEqual({
      gameId: ggoo,
      version: '20250301',
      installed: false,
      archives: ['Bonus.ETI', 'ggoo.eti'],
      problems: [],
      hasReadFault: false,
      mayBeUnfinished: false,
    });
    expect(content).toHaveProperty('outline.files.length', 5);
  });

  it('is absent without a folder, which is no problem', () => {
    expect(look()).toEqual({
      gameId: ggoo,
      version: undefined,
      content: undefined,
      installed: false,
      archives: [],
      problems: [],
      hasReadFault: false,
      mayBeUnfinished: false,
    });
  });

  it('S12: is not ready without version.ini, which is no problem', () => {
    place(games, { 'ggoo/ggoo.eti': 'archive', 'ggoo/local/payload.txt': 'x', 'ggoo/con': 'x' });
    expect(look()).toEqual({
      gameId: ggoo,
      version: undefined,
      content: undefined,
      installed: true,
      archives: ['ggoo.eti'],
      problems: [],
      hasReadFault: false,
      mayBeUnfinished: false,
    });
  });

  it.each([
    { what: 'a name of this program', files: { 'ggoo/.lanspread-switch/outline': 'x' } },
    {
      what: 'such a name beside a whole copy',
      files: { 'ggoo/version.ini': '20250301', 'ggoo/.lanspread-old-local/x': 'x' },
    },
  ])('S24.1: may be unfinished with $what', ({ files }) => {
    place(games, files);
    expect(look().mayBeUnfinished).toBe(true);
  });

  it('S24.1: may be unfinished where its folder is empty', () => {
    mkdirSync(join(games, 'ggoo'));
    expect(look().mayBeUnfinished).toBe(true);
  });

  it('D8: is not ready with a bad version.ini, which is a problem', () => {
    place(games, { 'ggoo/version.ini': 'soon', 'ggoo/ggoo.eti': 'archive' });
    const game = look();
    expect(game).toMatchObject({ version: undefined, content: undefined, archives: ['ggoo.eti'] });
    expect(game.problems).toEqual([
      {
        gameId: ggoo,
        path: 'ggoo/version.ini',
        message:
          'ggoo is not ready: its version.ini holds "soon". It must be a file of that very name ' +
          "that holds the version's day as YYYYMMDD. Correct it if the copy is whole, else " +
          'download the game again.',
      },
    ]);
  });

  it('W13: is told once where it can not be passed on, however many names are bad', () => {
    place(games, { 'ggoo/version.ini': '20250301', 'ggoo/x': linkTo('/'), 'ggoo/y': linkTo('/') });
    const game = look();
    expect(game).toMatchObject({ version: '20250301', content: undefined });
    expect(game.problems).toHaveLength(1);
    expect(game.problems[0]?.path).toMatch(/^ggoo\/[xy]$/);
    expect(game.problems[0]?.message).toMatch(
      /^ggoo can't be passed on: "[xy]" is a link\. Remove/,
    );
  });

  const notFolders: readonly { readonly what: string; readonly thing: Thing }[] = [
    { what: 'a file', thing: 'x' },
    { what: 'a link', thing: linkTo('elsewhere') },
    { what: 'a named pipe', thing: pipe },
  ];

  it.each(notFolders)('D7: is told where its folder is $what', ({ what, thing }) => {
    place(games, { 'elsewhere/version.ini': '20250301', ggoo: thing });
    const game = look();
    expect(game).toMatchObject({ version: undefined, content: undefined, installed: false });
    expect(game.problems.map(({ path, message }) => [path, message])).toEqual([
      ['ggoo', `ggoo is ${what}. Put the game's real folder in its place, then rescan.`],
    ]);
  });

  it.each(notFolders)('D8: does not count as installed where local is $what', ({ what, thing }) => {
    place(games, { 'ggoo/version.ini': '20250301', 'ggoo/elsewhere/a': 'a', 'ggoo/local': thing });
    const game = look();
    expect(game.installed).toBe(false);
    expect(game.content).toHaveProperty('outline.files.length', 2);
    expect(game.problems[0]?.path).toBe('ggoo/local');
    expect(game.problems[0]?.message).toContain(`does not count as installed: local is ${what}`);
  });
});

describe('without the games folder', () => {
  it.each([
    { what: 'gone', at: 'gone', says: 'it is not there' },
    { what: 'a file', at: 'file', says: 'it is no folder' },
  ])('T14: no game counts as removed where it is $what', ({ at, says }) => {
    place(games, { file: '' });
    const fail = () => look(join(games, at));
    expect(fail).toThrow(`The games folder can't be read: ${says}.`);
    expect(fail).toThrow(expect.objectContaining({ code: 'io-error' }) as Error);
    expect(fail).not.toThrow(games);
  });
});

describe.runIf(process.platform !== 'win32')('what this user may not read', () => {
  it.each([
    { what: 'the game', path: 'ggoo', says: "ggoo can't be read: this user may not read it" },
    { what: 'a folder in it', path: 'ggoo/data', says: '"data" can\'t be read: this user may not' },
    {
      what: 'its sentinel',
      path: 'ggoo/version.ini',
      says: "version.ini can't be read: this user",
    },
  ])('D3: is told of $what, and the game is not served', ({ path, says }) => {
    place(games, { 'ggoo/version.ini': '20250301', 'ggoo/data/a': 'a' });
    chmodSync(join(games, path), 0);
    const game = withoutRights(() => look());
    chmodSync(join(games, path), 0o755);
    expect(game.content).toBeUndefined();
    expect(game.problems.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
    expect(game.hasReadFault).toBe(true);
  });
});

// Root may read everything, so it becomes somebody else meanwhile.
function withoutRights<T>(task: () => T): T {
  const nobody = 65_534;
  if (process.getuid?.() !== 0) return task();
  process.seteuid?.(nobody);
  try {
    return task();
  } finally {
    process.seteuid?.(0);
  }
}
