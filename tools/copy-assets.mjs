import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './child.mjs';

// What the program reads beside its code, and the compiler leaves out.
const ASSETS = ['app/icon/png'];

/** Puts the files that are no code where the built program looks for them. */
export function copyAssets() {
  for (const asset of ASSETS) {
    cpSync(join(root, asset), join(root, 'dist', asset), {
      recursive: true,
      preserveTimestamps: true,
    });
  }
}
