import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child.mjs';

// What the program reads beside its code, by where it lies in the sources and in the build.
const ASSETS = {
  'app/icon/png': 'icon/png',
  'main/catalog/lan-classics.json': 'lan-classics.json',
};

/** Puts the files that are no code where the built program looks for them. */
export function copyAssets() {
  for (const [source, built] of Object.entries(ASSETS)) {
    cpSync(join(root, source), join(root, 'dist', 'app', built), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
}
