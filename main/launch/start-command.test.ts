import { describe, expect, it } from 'vitest';
import { playerEnvironment } from './player-environment.ts';
import { startCommand } from './start-command.ts';

describe('how a start file is run', () => {
  it('hands scripts to the system shell by path, and runs the rest as it is', () => {
    expect(
      startCommand('linux', { path: '/g/a b/local/game_start.sh', folder: '/g/a b/local' }, ''),
    ).toEqual({
      program: '/bin/sh',
      args: ['--', '/g/a b/local/game_start.sh'],
      folder: '/g/a b/local',
    });
    expect(startCommand('darwin', { path: '/g/local/quake', folder: '/g/local' }, '')).toEqual({
      program: '/g/local/quake',
      args: [],
      folder: '/g/local',
    });
  });

  function onWindows(path: string, folder: string) {
    return startCommand('win32', { path, folder }, 'C:\\Windows');
  }

  it('hands batch files to cmd.exe by name, so that folders may hold any character', () => {
    expect(onWindows('C:\\G & H\\local\\game_start.cmd', 'C:\\G & H\\local')).toEqual({
      program: 'C:\\Windows\\System32\\cmd.exe',
      args: ['/d', '/c', '.\\game_start.cmd'],
      folder: 'C:\\G & H\\local',
    });
    expect(onWindows('C:\\G & H\\game_start.cmd', 'C:\\G & H\\local')?.args).toEqual([
      ...['/d', '/c', '.\\..\\game_start.cmd'],
    ]);
    expect(onWindows('C:\\G\\local\\Game & Co.exe', 'C:\\G\\local')).toEqual({
      program: 'C:\\G\\local\\Game & Co.exe',
      args: [],
      folder: 'C:\\G\\local',
    });
  });

  it.each(['a & calc.cmd', 'a"b.bat', '%PATH%.cmd', 'a^b.cmd', 'a|b.CMD', 'a!b.cmd'])(
    'L14: does not run a batch file called %s',
    (name) => {
      expect(onWindows(`C:\\G\\local\\${name}`, 'C:\\G\\local')).toBeUndefined();
    },
  );
});

describe('the environment of a game', () => {
  it('has the player, and nothing that steers Electron or Node', () => {
    const environment = playerEnvironment(
      {
        PATH: '/bin',
        NODE_OPTIONS: '--require evil',
        ELECTRON_RUN_AS_NODE: '1',
        LANSPREAD_SQLITE_BINDING: 'x',
        EMPTY: undefined,
      },
      'Ana & "Ben" %PATH%',
    );
    expect(environment).toEqual({ PATH: '/bin', LANSPREAD_PLAYER: 'Ana  Ben PATH' });
  });

  it('names a player whose name has nothing that may be said', () => {
    expect(playerEnvironment({}, '%%')['LANSPREAD_PLAYER']).toBe('Player');
  });
});
