import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const ROOMS = 'app|main|preload|renderer|shared|fixtures|e2e|tools|docs';
const PATH_IN_TEXT = new RegExp(`(?<=[\`(])(?:${ROOMS})/[\\w./-]*[\\w/](?=[\`)#])`, 'g');

const docs = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.md') && !/(^|\/)(node_modules|dist|release)\//.test(path),
);

describe('docs', () => {
  it('are there', () => {
    expect(docs).toEqual(
      expect.arrayContaining([
        'README.md',
        'ARCHITECTURE.md',
        'DECISIONS.md',
        'main/wire/PROTOCOL.md',
        'main/engine/RULES.md',
      ]),
    );
  });

  it.each(docs)('%s names only paths that exist', (doc) => {
    const named = readFileSync(join(ROOT, doc), 'utf8').match(PATH_IN_TEXT) ?? [];
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
