import { win32 } from 'node:path';
import type { StartPlatform } from '../../shared/domain/game.ts';

/** A program and its arguments, to be spawned without a shell around them. */
export interface StartCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Where it is started. */
  readonly folder: string;
}

/** The file to run and the game's `local/`, which it is started from. */
export interface StartFile {
  readonly path: string;
  readonly folder: string;
}

// `cmd.exe` reads more than names out of anything else, quotes or not.
const SAFE_FOR_CMD = /^[\w .()\\/:~+-]+$/;

/**
 * How a start file is run; undefined where the system can't do so safely. Scripts are handed to the
 * system's interpreter, by path: unpacked files carry no executable bit, and a first line such as
 * `#!…` is not to choose what runs. Anything else is a program of its own.
 */
export function startCommand(
  platform: StartPlatform,
  { path, folder }: StartFile,
  systemFolder: string,
): StartCommand | undefined {
  if (platform !== 'win32') {
    return path.endsWith('.sh')
      ? { program: '/bin/sh', args: ['--', path], folder }
      : { program: path, args: [], folder };
  }
  const name = win32.relative(folder, path);
  if (!/\.(cmd|bat)$/i.test(path)) {
    // Programs for Windows look for their files beside them.
    return {
      program: path,
      args: [],
      folder: name.startsWith('..') ? folder : win32.dirname(path),
    };
  }
  if (!SAFE_FOR_CMD.test(name)) return undefined;
  // From where it is started: the folders above, which may hold any character, are not named.
  const program = `${systemFolder}\\System32\\cmd.exe`;
  return { program, args: ['/d', '/c', `.\\${name}`], folder };
}
