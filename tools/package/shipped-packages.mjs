import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { listPackage } from '@electron/asar';
import { root } from '../child.mjs';

/** Only needed to compile: better-sqlite3 asks for it, and electron-builder.yml leaves it out. */
const LEFT_OUT = ['node_modules/node-addon-api'];

/** The folders, below the checkout, of every package that the program runs on here. */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)) && !LEFT_OUT.includes(path));
}

/** Fails where an archive lacks one of them: electron-builder warns, and packs a program that won't start. */
export function expectComplete(archive) {
  const held = new Set(listPackage(archive, {}).map((path) => path.split(sep).join('/')));
  const missing = shippedPackages().filter((path) => !held.has(`/${path}/package.json`));
  if (missing.length > 0) {
    throw new Error(`The package lacks ${missing.join(', ')}. Install anew (npm ci) and retry.`);
  }
}
