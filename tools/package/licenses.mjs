import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../child.mjs';
import { shippedPackages } from './shipped-packages.mjs';

const LICENSE_FILE = /^(licen[sc]e|copying|notice)/i;

/** What the bundles say of themselves; see app/vite.config.ts and renderer/vite.config.ts. */
const BUNDLED = ['app', 'renderer'].map((folder) => join('dist', folder, 'licenses.md'));

/** Writes down whose work travels in the package, and under which licences: ours first. */
export function writeLicenses(file) {
  const parts = [
    readFileSync(join(root, 'LICENSE'), 'utf8'),
    'Lanspread is built on the work of others. Their licences:',
    ...shippedPackages().map(describe),
    readFileSync(join(root, 'tools', 'package', 'unrar-license.txt'), 'utf8'),
    ...BUNDLED.map((file) => readFileSync(join(root, file), 'utf8')),
  ];
  writeFileSync(file, `${parts.map((part) => part.trim()).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}

function describe(path) {
  const folder = join(root, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((entry) => LICENSE_FILE.test(entry))
    .map((entry) => readFileSync(join(folder, entry), 'utf8').trim());
  return [`${name} ${version} (${license})`, ...texts].join('\n\n');
}
