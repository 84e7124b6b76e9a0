import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const WORKFLOWS = join(import.meta.dirname, '..', '.github', 'workflows');
const PINNED = /^(\.\/|[\w./-]+@[0-9a-f]{40} # v[\d.]+$)/;

describe.each(readdirSync(WORKFLOWS))('%s', (name) => {
  const text = readFileSync(join(WORKFLOWS, name), 'utf8');

  it('runs only actions that are pinned by commit, with their version beside it', () => {
    const used = [...text.matchAll(/uses: (.+)/g)].map(([, action = '']) => action);
    expect(used).not.toEqual([]);
    expect(used.filter((action) => !PINNED.test(action))).toEqual([]);
  });

  it('gives no job the right to write, but the one that drafts the release', () => {
    const mayWrite = [...text.matchAll(/^ {2}(\w+):\n(?: {4}.*\n|\n)*? {6}\w+: write$/gm)];
    expect(mayWrite.map(([, job]) => job)).toEqual(name === 'release.yml' ? ['publish'] : []);
    expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
    expect(text).not.toContain('write-all');
  });
});
