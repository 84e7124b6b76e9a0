import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { projectNode, root, runToEnd, say } from './child.mjs';

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const RUNS = 100_000;
const SEED_MAX = 2 ** 31;
// Names of test files, or parts of them.
const FUZZED = ['mutated', 'changing-copy', 'mdns-binding', 'beacon-packet'];

/** Tries what hears strangers with far more changed bytes than `npm test` does, from a seed that is told. */
async function fuzz([wanted]) {
  const seed = wanted === undefined ? randomInt(SEED_MAX) : Number(wanted);
  say(`Seed ${seed}. To try the same again: npm run test:fuzz -- ${seed}`);
  const env = { ...process.env, LANSPREAD_FUZZ_RUNS: `${RUNS}`, LANSPREAD_FUZZ_SEED: `${seed}` };
  process.exitCode = await runToEnd(projectNode(), [VITEST, 'run', ...FUZZED], { env });
}

await fuzz(process.argv.slice(2));
