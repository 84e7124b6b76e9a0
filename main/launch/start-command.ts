import type { StartPlatform } from '../../shared/domain/game.ts';

/** A program and its arguments, to be spawned without a shell around them. */
export interface StartCommand {
  readonly program: string;
  readonly args: readonly string[];
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
  path: string,
  systemFolder: string,
): StartCommand | undefined {
  if (platform !== 'win32') {
    return path.endsWith('.sh')
      ? { program: '/bin/sh', args: ['--', path] }
      : { program: path, args: [] };
  }
  if (!/\.(cmd|bat)$/i.test(path)) return { program: path, args: [] };
  const name = path.split(/[\\/]/).at(-1) ?? '';
  if (!SAFE_FOR_CMD.test(name)) return undefined;
  // By its name alone: the folder, which may hold any character, is where it is started.
  return { program: `${systemFolder}\\System32\\cmd.exe`, args: ['/d', '/c', `.\\${name}`] };
}
