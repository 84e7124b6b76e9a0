import { describe, expect, it } from 'vitest';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { MAX_CATALOG_GAMES, parseCatalog } from './catalog.ts';

const HASH = '0123456789abcdef'.repeat(4);

describe('a catalog', () => {
  it('gives each game as the rest of the program knows it', () => {
    const entry = {
      id: 'ggoo',
      title: ' Great Game of Old ',
      description: 'One.\nTwo.',
      genre: 'Strategy',
      release_year: 2001,
      publisher: '',
      players_max: 16,
      tags: ['free', 'old'],
      versions: { '20250301': { size: 1, manifest_hash: HASH }, '20250101': {} },
      cover: 'covers/ggoo.webp',
      start: { win32: 'ggoo.exe -lan', darwin: 'open ggoo.app' },
    };
    expect(gameOf(entry)).toEqual({
      id: 'ggoo',
      title: 'Great Game of Old',
      description: 'One. Two.',
      genre: 'Strategy',
      releaseYear: 2001,
      publisher: '',
      playersMax: 16,
      tags: ['free', 'old'],
      versions: new Map([
        ['20250301' as Version, { size: 1, manifestHash: HASH }],
        ['20250101' as Version, { size: undefined, manifestHash: undefined }],
      ]),
      cover: 'covers/ggoo.webp',
      start: { win32: 'ggoo.exe -lan', darwin: 'open ggoo.app' },
    });
  });

  it('needs no more than id and title of a game', () => {
    expect(gameOf({ id: 'a', title: 'A' })).toEqual({
      id: 'a',
      title: 'A',
      tags: [],
      versions: new Map(),
      start: {},
    });
  });

  it('ignores keys it does not know, at the top and in entries', () => {
    const text = JSON.stringify({
      $schema: 1,
      games: [
        {
          id: 'a',
          title: 'A',
          rating: null,
          start: { amiga: 7 },
          versions: { '20250301': { by: 'me' } },
        },
      ],
    });
    expect([...parseCatalog(text, '/c').games.keys()]).toEqual(['a']);
  });

  it('lists the games by title, whatever their order in the file', () => {
    const titles = ['Worms 10', 'worms 2', 'Älter', 'Alt', 'Zoo', '0 A.D.'];
    const games = titles.map((title, index) => ({ id: `g${index}`, title }));
    const listed = [...parseCatalog(JSON.stringify({ games }), '/c').games.values()];
    expect(listed.map(({ title }) => title)).toEqual([
      '0 A.D.',
      'Alt',
      'Älter',
      'worms 2',
      'Worms 10',
      'Zoo',
    ]);
  });

  it('may be empty, and may begin with a byte order mark', () => {
    expect(parseCatalog('\uFEFF{"games": []}', '/covers')).toEqual({
      games: new Map(),
      folder: '/covers',
    });
  });

  it('keeps HTML in a title as the text it is', () => {
    const title = '<img src=x onerror=alert(1)> & "co"';
    expect(gameOf({ id: 'a', title })?.title).toBe(title);
  });

  it.each([
    ['a\u0000b', 'a b'],
    ['\u001b[31mred', '[31mred'],
    ['abc\u202edef\u2066', 'abc def'],
    ['a \ud800 b', 'a b'],
    ['two\r\n\tlines', 'two lines'],
    ['x'.repeat(65_536), `${'x'.repeat(199)}…`],
    [`${'x'.repeat(198)}😀😀`, `${'x'.repeat(198)}…`],
  ])('L7: makes the title %j fit to be shown', (title, shown) => {
    expect(gameOf({ id: 'ggoo', title })?.title).toBe(shown);
  });

  it('L7: cuts a description that is longer than anybody reads', () => {
    const game = gameOf({ id: 'ggoo', title: 'G', description: 'x'.repeat(65_536) });
    expect(game?.description).toHaveLength(4_000);
  });

  it(`holds up to ${MAX_CATALOG_GAMES} games`, () => {
    const many = (count: number) =>
      JSON.stringify({
        games: Array.from({ length: count }, (_, index) => ({ id: `g${index}`, title: 'G' })),
      });
    expect(parseCatalog(many(MAX_CATALOG_GAMES), '/c').games.size).toBe(MAX_CATALOG_GAMES);
    expect(problemOf(many(MAX_CATALOG_GAMES + 1))).toContain('10001 entries');
  });
});

describe('a catalog that can not be used says where and why', () => {
  it.each([
    { text: '', says: 'line 1, column 1: no JSON, the file ends too early' },
    { text: '{"games": [', says: 'line 1, column 12: no JSON, the file ends too early' },
    { text: '{"games": [\n  {"id": "a" "title": "A"}\n]}', says: 'line 2, column 14: no JSON' },
    { text: '<html>', says: 'line 1, column 1: no JSON, not expected here' },
    { text: '\uFEFF{,', says: 'line 1, column 2: no JSON' },
    { text: '['.repeat(100_000), says: 'column 100001: no JSON' },
    { text: '[]', says: 'must be an object with a list "games"' },
    { text: 'null', says: 'must be an object with a list "games"' },
    { text: '{}', says: 'must be an object with a list "games"' },
    { text: '{"games": {}}', says: 'must be an object with a list "games"' },
  ])('$says', ({ text, says }) => {
    expect(problemOf(text)).toContain(says);
  });

  it('S1: names both lines and entries of an id that is there twice', () => {
    const text =
      '{"games": [\n{"id": "a", "title": "A"},\n{"id": "b", "title": "B"},\n\n{"id": "a", "title": "C"}]}';
    expect(problemOf(text)).toBe(
      'The catalog can\'t be used: line 5, entry 3 ("a"): repeats the id of entry 1 in line 2. ' +
        'Correct the file or choose another catalog.',
    );
  });

  it.each([
    ...['', '.', '..', 'A', 'Ggoo', 'a b', 'a/b', '../a', 'a\\b', 'é', 'con', 'nul.x', 'a.', 'a\n'],
    ...['a'.repeat(65), 'x'.repeat(1_000)],
  ])('S1: refuses the id %j', (id) => {
    const problem = problemOf(
      JSON.stringify({
        games: [
          { id: 'ok', title: 'Ok' },
          { id, title: 'B' },
        ],
      }),
    );
    expect(problem).toContain('line 1, entry 2');
    expect(problem).toMatch(/"id" (must be 1 to 64|has a character|is longer)/);
    expect(problem.length).toBeLessThan(400);
  });

  it.each([
    { fields: { title: undefined }, says: '"title" is missing' },
    { fields: { title: '  ' }, says: '"title" is empty' },
    { fields: { title: 3 }, says: '"title" must be text' },
    { fields: { title: null }, says: '"title" must be text' },
    { fields: { title: '\u0000\u202e' }, says: '"title" is empty' },
    { fields: { description: ['x'] }, says: '"description" must be text' },
    { fields: { genre: 7 }, says: '"genre" must be text' },
    { fields: { release_year: '2001' }, says: '"release_year" must be a whole number' },
    { fields: { release_year: 2001.5 }, says: '"release_year" must be a whole number' },
    { fields: { release_year: 20_010 }, says: '"release_year" must be a whole number' },
    { fields: { players_max: 0 }, says: '"players_max" must be a whole number' },
    { fields: { players_max: null }, says: '"players_max" must be a whole number' },
    { fields: { tags: 'free' }, says: '"tags" must be a list' },
    { fields: { tags: ['a', 1] }, says: '"tags.1" must be text' },
    { fields: { tags: Array.from({ length: 31 }, () => 'a') }, says: '"tags" must be at most 30' },
    { fields: { versions: [] }, says: '"versions" must be an object' },
    { fields: { versions: { '20250230': {} } }, says: '"versions.20250230" must be a day' },
    { fields: { versions: { ' 20250201': {} } }, says: '"versions. 20250201" must be a day' },
    { fields: { versions: { latest: {} } }, says: '"versions.latest" must be a day' },
    { fields: { versions: { '20250201': 5 } }, says: '"versions.20250201" must be an object' },
    {
      fields: { versions: { '20250201': { size: -1 } } },
      says: '"versions.20250201.size" must be',
    },
    {
      fields: { versions: { '20250201': { manifest_hash: HASH.slice(1) } } },
      says: 'must be 64 hex',
    },
    {
      fields: { versions: { '20250201': { manifest_hash: HASH.toUpperCase() } } },
      says: 'must be 64 hex',
    },
    { fields: { cover: '../../x' }, says: '"cover" is no path below the catalog\'s folder' },
    { fields: { cover: '/etc/passwd' }, says: '"cover" is no path' },
    { fields: { cover: 'C:\\x.png' }, says: '"cover" is no path' },
    { fields: { cover: '' }, says: '"cover" is no path' },
    { fields: { start: 'ggoo.exe' }, says: '"start" must be an object' },
    { fields: { start: { win32: ['ggoo.exe'] } }, says: '"start.win32" must be text' },
    { fields: { start: { linux: 'a\nb' } }, says: '"start.linux" has a character' },
  ])('S1: $says', ({ fields, says }) => {
    const text = JSON.stringify({ games: [{ id: 'ggoo', title: 'G', ...fields }] });
    expect(problemOf(text)).toContain(`line 1, entry 1 ("ggoo"): `);
    expect(problemOf(text)).toContain(says);
  });

  it.each(['5', '"ggoo"', 'null', '[]', 'true'])('S1: refuses %s for an entry', (entry) => {
    expect(problemOf(`{"games": [\n${entry}]}`)).toContain('line 2, entry 1: must be an object');
  });

  it('leaves prototypes alone', () => {
    const text =
      '{"games": [{"id": "a", "title": "A", "__proto__": {"cover": "x"}, "versions": {"__proto__": {"size": 1}}}]}';
    const game = parseCatalog(text, '/c').games.get('a' as GameId);
    expect(game?.cover).toBeUndefined();
    expect({}).not.toHaveProperty('size');
  });
});

function gameOf(entry: object) {
  const { games } = parseCatalog(JSON.stringify({ games: [entry] }), '/c');
  return games.get('ggoo' as GameId) ?? games.get('a' as GameId);
}

function problemOf(text: string): string {
  try {
    parseCatalog(text, '/c');
  } catch (error) {
    expect(error).toBeInstanceOf(LanspreadError);
    expect(error).toHaveProperty('code', 'bad-argument');
    return (error as LanspreadError).message;
  }
  return 'no problem';
}
