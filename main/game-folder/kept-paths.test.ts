import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collisionKey } from '../../shared/domain/portable-path.ts';
import { KeptPaths, nameBeside } from './kept-paths.ts';
import { foldersAbove, type Tree } from './tree.ts';

describe("S27: the paths of a player's files in a new install", () => {
  it.each([
    ['a/game.cfg', 1, 'a/game (yours).cfg'],
    ['a/game.cfg', 2, 'a/game (yours 2).cfg'],
    ['.hidden', 1, '.hidden (yours)'],
    ['archive.tar.gz', 1, 'archive.tar (yours).gz'],
    [`b.${'x'.repeat(60)}`, 1, `b.${'x'.repeat(60)} (yours)`],
    [`${'é'.repeat(125)}.cfg`, 1, `${'é'.repeat(121)} (yours).cfg`],
  ])('tell them apart: %s, %i', (path, number, expected) => {
    expect(nameBeside(path, number)).toBe(expected);
  });

  it('stay as they are where the install brings nothing of that name', () => {
    const kept = new KeptPaths(treeOf(['game.exe']), ['saves/1.sav', 'Saves/1.sav']);
    expect(kept.pathFor('saves/1.sav')).toBe('saves/1.sav');
    expect(kept.pathFor('Saves/1.sav')).toBe('Saves/1.sav');
  });

  it('give way to a name that is the same on some system', () => {
    const kept = new KeptPaths(treeOf(['Game.CFG']), ['game.cfg']);
    expect(kept.broughtAs('game.cfg')).toBe('Game.CFG');
    expect(kept.pathFor('game.cfg')).toBe('game (yours).cfg');
  });

  it('never meet each other, a file of the install, or a file as a folder', () => {
    const name = fc.constantFrom('a', 'A', 'b', 'a (yours)', 'a (yours 2)');
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
    const paths = fc.array(path, { maxLength: 8 }).map(soundTree);
    fc.assert(
      fc.property(paths, paths, (brought, players) => {
        const kept = new KeptPaths(treeOf(brought), players);
        const targets = players.map((player) => kept.pathFor(player));
        expect(new Set(targets).size).toBe(players.length);
        const files = new Set(brought.map(collisionKey));
        const folders = new Set(brought.flatMap(foldersAbove).map(collisionKey));
        for (const target of targets) {
          for (const above of [...foldersAbove(target), target]) {
            expect(files).not.toContain(collisionKey(above));
          }
          expect(folders).not.toContain(collisionKey(target));
          expect(targets.flatMap(foldersAbove)).not.toContain(target);
        }
      }),
    );
  });
});

// Only paths that one case-sensitive disk can hold together.
function soundTree(paths: readonly string[]): readonly string[] {
  const unique = [...new Set(paths)];
  const folders = new Set(unique.flatMap(foldersAbove));
  return unique.filter((path) => !folders.has(path));
}

function treeOf(paths: readonly string[]): Tree {
  return {
    folders: [...new Set(paths.flatMap(foldersAbove))],
    others: paths.map((path) => ({ path, kind: 'file' })),
  };
}
