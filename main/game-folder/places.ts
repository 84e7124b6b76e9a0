import { join } from 'node:path';
import { SENTINEL } from '../../shared/domain/content.ts';

/** Where everything of one game lies, absolute. STATES.md says what each name of ours means. */
export interface Places {
  readonly game: string;
  readonly sentinel: string;
  readonly local: string;
  /** A version that is being fetched; incomplete. */
  readonly staging: string;
  readonly stagedFiles: string;
  readonly stagedOutline: string;
  readonly stagedBrought: string;
  /** A version that is complete, on its way to the game's root. */
  readonly switch: string;
  readonly switchFiles: string;
  readonly switchOutline: string;
  readonly switchBrought: string;
  readonly switchSentinel: string;
  /** An install that is being unpacked; incomplete. */
  readonly install: string;
  readonly installFiles: string;
  readonly installBrought: string;
  /** An install that is complete, on its way to `local/`. */
  readonly newLocal: string;
  readonly newLocalFiles: string;
  readonly newLocalBrought: string;
  /** The `local/` that a complete install replaces. */
  readonly oldLocal: string;
  /** What the player had at the root when a version was switched in; never touched again. */
  readonly playersCorner: string;
  /** All of the game, or its download only, is to be removed. */
  readonly removeAll: string;
  readonly removeDownload: string;
  /** What has been removed, and only remains to be deleted. */
  readonly removed: string;
  /** What may be deleted at any moment. */
  readonly trash: string;
}

/** The places in a game's folder. */
export function placesIn(game: string): Places {
  const staging = join(game, '.lanspread-staging');
  const switching = join(game, '.lanspread-switch');
  const install = join(game, '.lanspread-install');
  const newLocal = join(game, '.lanspread-new-local');
  return {
    game,
    sentinel: join(game, SENTINEL),
    local: join(game, 'local'),
    staging,
    stagedFiles: join(staging, 'files'),
    stagedOutline: join(staging, 'outline'),
    stagedBrought: join(staging, 'brought'),
    switch: switching,
    switchFiles: join(switching, 'files'),
    switchOutline: join(switching, 'outline'),
    switchBrought: join(switching, 'brought'),
    switchSentinel: join(switching, 'files', SENTINEL),
    install,
    installFiles: join(install, 'files'),
    installBrought: join(install, 'brought'),
    newLocal,
    newLocalFiles: join(newLocal, 'files'),
    newLocalBrought: join(newLocal, 'brought'),
    oldLocal: join(game, '.lanspread-old-local'),
    playersCorner: join(game, '.lanspread-yours'),
    removeAll: join(game, '.lanspread-remove-all'),
    removeDownload: join(game, '.lanspread-remove-download'),
    removed: join(game, '.lanspread-removed'),
    trash: join(game, '.lanspread-trash'),
  };
}
