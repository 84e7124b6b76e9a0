import { seeded, type Tree } from '../../fixtures/content/content.ts';
import type { GameCopy } from '../../fixtures/games/write-game.ts';
import { MIB } from '../party/copies.ts';

/** What `game_start.sh` of the games below writes, in `local/`. */
export const PLAYER_FILE = 'player.txt';

/** A game that can be started: its archive brings the script. */
export function playable(version: string, mebibytes: number, more: Tree = {}): GameCopy {
  return {
    id: 'ggoo',
    version,
    files: { 'notes.txt': `ggoo ${version}\n` },
    archive: {
      'game_start.sh': `echo "$LANSPREAD_PLAYER" > ${PLAYER_FILE}\nexec sleep 600\n`,
      'fixture-payload.txt': `ggoo ${version}\n`,
      'data.bin': seeded(`ggoo ${version}`, mebibytes * MIB),
      ...more,
    },
  };
}

/** What one PC gives, so that a download of some MiB takes seconds; bytes a second. */
export function givingAtMost(bytesPerSecond: number): readonly string[] {
  return ['--upload-limit', String(bytesPerSecond)];
}
