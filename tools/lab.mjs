import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectNode, root, runToEnd } from './child.mjs';
import { labTable } from './lab-table.mjs';
import { setUp } from './setup.mjs';

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const TABLE = join(root, 'docs', 'lab.md');
const ROOM = process.env.LANSPREAD_LAB_PCS ?? '50';

/** Runs what is tested in network namespaces, with a larger room than `npm test`, and writes docs/lab.md. */
async function lab() {
  if (!setUp()) return 1;
  const folder = mkdtempSync(join(tmpdir(), 'lanspread-lab-'));
  const [loadBefore = 0] = loadavg();
  const reportFile = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
    const args = ['run', '--project', 'e2e', '--no-file-parallelism', ...reporters];
    const files = ['e2e/s25-', 'e2e/s28-', 'e2e/diagnose', 'e2e/one-way'];
    const exitCode = await runToEnd(projectNode(), [VITEST, ...args, ...files], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, LANSPREAD_LAB_PCS: ROOM },
    });
    const text = page(labTable(JSON.parse(readFileSync(reportFile, 'utf8'))), loadBefore);
    const style = await resolveConfig(TABLE);
    writeFileSync(TABLE, await format(text, { ...style, filepath: TABLE }));
    process.stdout.write(`written: ${TABLE}\n`);
    return exitCode;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function page(table, loadBefore) {
  return `# The lab

PCs, switches and cables in network namespaces, with whole processes in them (\`e2e/lab/\`). This page is what
\`npm run lab\` wrote, on ${cpus().length} cores that ran all PCs of a test together, Linux, Node ${process.versions.node}.
When it began, ${loadBefore.toFixed(1)} other programs were at work on them (the system's load of the last minute).

${table}
`;
}

process.exitCode = await lab();
