import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GAME } from '../sources.ts';
import { CappedParty, secondsUntilAllHave, whileBusy } from './capped-party.ts';

const MEGABIT = 1_000_000;

/** Of the one who fetches, in Mbit/s. */
export const RECEIVER_LINK = 1_000;

/** A large game, and the catalog that has it. */
export interface LargeGame {
  readonly gamesDir: string;
  readonly catalog: string;
}

/** What one fetch took. */
export interface Fetched {
  readonly seconds: number;
  /** The share of all cores that was at work, by whomever. */
  readonly busy: number;
}

/**
 * Fetches the game with a fresh peer from sources with links of so many Mbit/s, which all serve the
 * same copy; `folder` is where the peers live meanwhile.
 */
export async function fetchFrom(
  folder: string,
  game: LargeGame,
  links: readonly number[],
): Promise<Fetched> {
  const place = await mkdtemp(join(folder, 'run-'));
  const party = await new CappedParty(place, game.catalog).open();
  try {
    const receiver = await party.start(RECEIVER_LINK * MEGABIT);
    for (const link of links) {
      const source = await party.start(link * MEGABIT, game.gamesDir);
      await receiver.run('connect', { address: source.address });
    }
    const { result: seconds, busy } = await whileBusy(() => secondsUntilAllHave([receiver], GAME));
    return { seconds, busy };
  } finally {
    await party.close();
    await rm(place, { recursive: true, force: true });
  }
}
