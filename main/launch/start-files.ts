import type { StartPlatform } from '../../shared/domain/game.ts';

/** What can be started of a game. */
export type StartKind = 'play' | 'setup' | 'server';

/** The files that start a game on one system, as paths below its `local/`. */
export type StartFiles = Readonly<Record<StartKind, string>>;

/** The catalog's start file where it names one, else what packers of LAN games have agreed on. */
export function startFiles(platform: StartPlatform, play: string | undefined): StartFiles {
  const extension = platform === 'win32' ? 'cmd' : 'sh';
  return {
    play: play ?? `game_start.${extension}`,
    setup: `game_setup.${extension}`,
    server: `server_start.${extension}`,
  };
}
