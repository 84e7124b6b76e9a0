import { isAbsolute, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../fixtures/engine/memory-store.ts';
import { GAMES_FOLDER_SETTING } from '../main/engine/handlers.ts';
import { parseFlags } from './flags.ts';
import { chooseSettings, stateFolderOf } from './settings.ts';

function choose(args: readonly string[], gamesFolderKept?: string) {
  const { settings } = new MemoryStore();
  if (gamesFolderKept !== undefined) settings.put(GAMES_FOLDER_SETTING, gamesFolderKept);
  return chooseSettings(parseFlags(args), settings);
}

describe('a setting', () => {
  it('F6: is what the flags say', () => {
    const args = [
      ...['--games-dir', '/g', '--catalog', '/c.json', '--listen', '127.0.0.1:0'],
      ...['--name', 'alpha', '--discovery', '--connect', 'a:1', '--upload-limit', '7'],
    ];
    expect(choose(args, '/kept')).toEqual({
      ...{ gamesFolder: resolve('/g'), catalogFile: resolve('/c.json'), listen: '127.0.0.1:0' },
      ...{ name: 'alpha', discovery: true, connect: ['a:1'], downloadLimit: 0, uploadLimit: 7 },
    });
  });

  it('F6: is what was chosen before, where the flags say nothing', () => {
    expect(choose([], resolve('/kept')).gamesFolder).toBe(resolve('/kept'));
  });

  it('F6: has a default', () => {
    const settings = choose([]);
    expect(isAbsolute(settings.gamesFolder)).toBe(true);
    expect(settings.catalogFile).toMatch(/lan-classics\.json$/);
    expect(settings.listen).toBe('[::]:41641');
    expect(settings.name).not.toBe('');
  });

  it.each([
    { args: [], discovery: true },
    { args: ['--cli'], discovery: false },
    { args: ['--cli', '--discovery'], discovery: true },
    { args: ['--no-discovery'], discovery: false },
  ])('F6: finds peers by mDNS with a window, not without: $args', ({ args, discovery }) => {
    expect(choose(args).discovery).toBe(discovery);
  });

  it('F6: keeps its state where it is told to, or where the system has it', () => {
    expect(stateFolderOf(parseFlags(['--state-dir', 'here']))).toBe(resolve('here'));
    expect(isAbsolute(stateFolderOf(parseFlags([])))).toBe(true);
  });
});
