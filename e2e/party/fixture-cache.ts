import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestProject } from 'vitest/node';
import { fixturePeers } from '../../fixtures/parties/fixture-games.ts';
import {
  type FixturePeer,
  writeFixtureCatalog,
  writePeerFixture,
} from '../../fixtures/parties/write-peer.ts';
import { ENTRY } from './program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the fixture peers' games, made once a run; tests link them, and never write there. */
    readonly fixtures: string;
  }
}

/** Makes the fixtures that all scenarios share, and gives what deletes them after the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(ENTRY)) throw new Error('The program is not built. Run: npm run build');
  const dir = await mkdtemp(join(tmpdir(), 'lanspread-fixtures-'));
  for (const name of Object.keys(fixturePeers) as FixturePeer[]) {
    await writePeerFixture(name, join(dir, name));
  }
  await writeFixtureCatalog(join(dir, 'catalog.json'));
  project.provide('fixtures', dir);
  return () => rm(dir, { recursive: true });
}
