import { seeded } from '../../fixtures/content/content.ts';
import type { GameCopy } from '../../fixtures/games/write-game.ts';

/** How long a made-up game runs if nobody stops it, in seconds. */
const PLAYED_SECONDS = 600;

const NOTE = 'A made-up game of the demo party: the right name, random bytes.\n';

// They end with the party, whose folders are deleted: a game is left alone by the window that closes.
const UNIX_SCRIPT = `# Looks busy until it is stopped.
for second in $(seq ${PLAYED_SECONDS}); do
  [ -e game_start.sh ] || exit 0
  sleep 1
done
`;
const WINDOWS_SCRIPT = `@echo off
rem Looks busy until it is stopped.
for /l %%s in (1,1,${PLAYED_SECONDS}) do (
  if not exist game_start.cmd exit /b
  ping -n 2 127.0.0.1 >nul
)
`;

/** A copy of a game with the size it should have, and scripts that pretend to play and to host it. */
export function madeUpGame(id: string, version: string, megabytes: number): GameCopy {
  return {
    id,
    version,
    files: { 'readme.txt': NOTE },
    archive: {
      'game_start.sh': UNIX_SCRIPT,
      'game_start.cmd': crlf(WINDOWS_SCRIPT),
      'server_start.sh': UNIX_SCRIPT,
      'server_start.cmd': crlf(WINDOWS_SCRIPT),
      [`${id}.dat`]: seeded(`${id} ${version}`, Math.round(megabytes * 1e6)),
    },
  };
}

function crlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
