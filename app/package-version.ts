import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

// Beside app/ in the sources, one folder further up in the build.
const CANDIDATES = ['../package.json', '../../package.json'] as const;

const packageJson = z.object({ name: z.literal('lanspread'), version: z.string() });

/** The program's version, from its package.json. */
export function packageVersion(): string {
  for (const candidate of CANDIDATES) {
    const url = new URL(candidate, import.meta.url);
    if (existsSync(url)) return packageJson.parse(JSON.parse(readFileSync(url, 'utf8'))).version;
  }
  throw new Error('package.json is missing beside the program.');
}
