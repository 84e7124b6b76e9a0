import { randomInt } from 'node:crypto';
import { it } from 'vitest';
import { useParty } from '../party/party.ts';
import { Dice } from './dice.ts';
import { Round } from './round.ts';

/** How long rounds are begun, in seconds; the last one may end a minute later. */
const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 540);
const SEED = Number(process.env['SOAK_SEED'] ?? randomInt(2 ** 31));

const party = useParty();

it(`ends every download exact, whatever happens (SOAK_SEED=${SEED})`, async () => {
  const endMs = performance.now() + SECONDS * 1_000;
  let round = 0;
  for (; round === 0 || performance.now() < endMs; round += 1) {
    const log = (line: string): void => {
      process.stdout.write(`seed ${SEED}, round ${round}: ${line}\n`);
    };
    // A seed a round, so that one round can be played again by itself: SOAK_SEED plus its number.
    await new Round(party, new Dice(SEED + round), log).play();
    await party.end();
  }
  process.stdout.write(`${round} rounds were exact\n`);
});
