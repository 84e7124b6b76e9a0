import { describe, expect, it } from 'vitest';
import { playerEnvironment } from './player-environment.ts';
import { startCommand } from './start-command.ts';

describe('how a start file is run', () => {
  it('hands scripts to the system shell by path, and runs the rest as it is', () => {
    expect(startCommand('linux', '/g/a b/local/game_start.sh', '')).toEqual({
      program: '/bin/sh',
      args: ['--', '/g/a b/local/game_start.sh'],
    });
    expect(startCommand('darwin', '/g/local/quake', '')).toEqual({
      program: '/g/local/quake',
      args: [],
    });
  });

  it('hands batch files to cmd.exe by name, so that folders may hold any character', () => {
    expect(startCommand('win32', 'C:\\G & H\\local\\game_start.cmd', 'C:\\Windows')).toEqual({
      program: 'C:\\Windows\\System32\\cmd.exe',
      args: ['/d', '/c', '.\\game_start.cmd'],
    });
    expect(startCommand('win32', 'C:\\G\\local\\Game & Co.exe', 'C:\\Windows')).toEqual({
      program: 'C:\\G\\local\\Game & Co.exe',
      args: [],
    });
  });

  it.each(['a & calc.cmd', 'a"b.bat', '%PATH%.cmd', 'a^b.cmd', 'a|b.CMD', 'a!b.cmd'])(
    'L14: does not run a batch file called %s',
    (name) => {
      expect(startCommand('win32', `C:\\G\\local\\${name}`, 'C:\\Windows')).toBeUndefined();
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
