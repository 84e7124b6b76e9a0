import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectNode, root, runToEnd } from './child.mjs';
import { setUp } from './setup.mjs';
import { summarize } from './summary.mjs';

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** Runs all tests, or those that vitest's own arguments choose; the last line counts them. */
async function test(args) {
  if (!setUp()) return finish(undefined, 1);
  const folder = mkdtempSync(join(tmpdir(), 'lanspread-test-'));
  const reportFile = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const exitCode = await runToEnd(projectNode(), [VITEST, 'run', ...reporters, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    finish(readReport(reportFile), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Vitest died before it wrote one; its exit code tells the rest.
    return undefined;
  }
}

function finish(report, exitCode) {
  const { passed, failed } = summarize(report, exitCode);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await test(process.argv.slice(2));
