import { describe, expect, it } from 'vitest';
import { collisionKey, contentPathProblem, isPrivateName, pathProblem } from './portable-path.ts';

const letters = (count: number) => 'a'.repeat(count);
const codeUnit = (unit: number) => String.fromCharCode(unit);
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

// Each row: what the names have in common, why they are refused, the names.
const refused: readonly (readonly [string, RegExp, readonly string[]])[] = [
  ['nothing where a name belongs', /empty part/, ['', '/', '//', 'a//b', 'a/b//c', '///a']],
  ['an absolute path', /empty part/, ['/a', '/etc/passwd', '//server/share', '/..']],
  ['a closing slash', /empty part/, ['a/', 'a/b/', 'version.ini/']],
  [
    'a way out of the folder',
    /leaves its folder/,
    ['.', '..', './a', '../a', 'a/..', 'a/../b', 'a/./b', 'a/b/../../..', '../../.ssh/id_rsa'],
  ],
  [
    'a backslash',
    /character/,
    ['\\', '\\a', 'a\\b', '..\\a', '..\\..\\a', 'a/..\\b', '\\\\server\\share', '\\\\?\\C:\\a'],
  ],
  [
    'a drive or a stream',
    /character/,
    ['C:', 'c:/a', 'C:\\a', 'a:b', 'a/b:c', 'file.txt:stream', 'a::$DATA', ':'],
  ],
  [
    'what Windows keeps for patterns and pipes',
    /character/,
    ['<', 'a>b', 'a"b', 'a|b', 'a?', 'a*', '*.eti', 'who?/what', 'a/<b>/c', '"quoted"'],
  ],
  [
    'a control character',
    /character/,
    [...from(0x00, 0x1f), ...from(0x7f, 0x9f)].map((unit) => `a${codeUnit(unit)}b`),
  ],
  [
    'a dot or a space at the end',
    /dot or a space/,
    ['a.', 'a..', 'a ', 'a. .', ' ', '...', 'a /b', 'a./b', 'x/y. ', 'local./a', 'local /a'],
  ],
  [
    'a device of Windows',
    /Windows keeps/,
    [
      ...['con', 'CON', 'Con', 'prn', 'PRN', 'aux', 'AUX', 'nul', 'NUL', 'NuL'],
      ...['conin$', 'CONIN$', 'conout$', 'CONOUT$', 'conin$.txt'],
      ...from(0, 9).flatMap((digit) => [`com${digit}`, `LPT${digit}`]),
      ...['com¹', 'COM²', 'com³', 'lpt¹', 'LPT²', 'lpt³'],
    ],
  ],
  [
    'a device with more behind it',
    /Windows keeps/,
    ['nul.txt', 'NUL.tar.gz', 'con .txt', 'aux  .x', 'com1.log', 'lpt³.a', 'a/con/b', 'a/nul.b'],
  ],
  [
    'half a character',
    /Unicode/,
    ['\ud800', 'a\udc00b', '\ude00\ud83d', 'a/\udbff', '\ud83d.txt', 'a/b\udfff/c'],
  ],
  [
    'a part over 255 bytes',
    /part over/,
    [letters(256), `a/${letters(300)}/b`, 'é'.repeat(128), '漢'.repeat(86), '🎮'.repeat(64)],
  ],
  [
    'over 1,024 bytes',
    /longer than/,
    [
      Array.from({ length: 5 }, () => letters(205)).join('/'),
      Array.from({ length: 6 }, () => '漢'.repeat(60)).join('/'),
      letters(10_000_000),
    ],
  ],
  [
    'over 32 folders',
    /deeper/,
    [Array.from({ length: 33 }, () => 'a').join('/'), 'a/'.repeat(40) + 'b'],
  ],
];

const accepted: readonly string[] = [
  ...['a', 'A', '0', '-', '_', '~', '$HOME', '%', '#', '&', ';', '=', '+', ',', '@', '!', "'"],
  ...["it's (a) [b] {c} #1 & co; 50%.txt", '$(rm -rf)', '`id`', '--help', '-rf', '%APPDATA%'],
  ...['.hidden', '..a', '...a', '.a.b', 'a..b', 'a...b/c', '.git', '.htaccess', ' a', '  a'],
  ...['version.ini', 'ggoo.eti', 'data/maps/de_dust2.bsp', 'README', 'a b c/d e f.txt'],
  ...[
    '日本語/ゲーム.txt',
    '한국어',
    '中文/游戏',
    'русский',
    'ελληνικά',
    'עברית',
    'العربية',
    'é',
    'e\u0301',
  ],
  ...['🎮', '👩‍👩‍👧/👍🏽.png', 'Ⅷ', 'ﬁ', 'ß', 'ẞ', 'İ', 'ı'],
  ...['．．／a', 'a∕b', 'a⧸b', 'a⁄b', '…', '‥', '＼', 'Ｃ：', '．', 'a：b', '〈a〉'],
  ...['%2e%2e%2f', '%2e%2e/a', '%00', '..%5c', '&lt;', '\u00a0a', 'a\u00a0', 'a\u3000'],
  ...[
    'console',
    'con1',
    'cons.txt',
    'xcon',
    'con-',
    'aux1',
    'nul_',
    'nulls',
    'com',
    'com10',
    'lpt',
  ],
  ...['lpt10', 'com⁴', 'prn2', 'conin', 'conout', 'clock$', 'com1x.txt', 'ＣＯＮ', 'c.on', '.con'],
  ...['PROGRA~1', 'README~1.TXT', 'a'.repeat(255), '漢'.repeat(85), '🎮'.repeat(63)],
  ...['__proto__', 'constructor', 'prototype/toString', 'hasOwnProperty'],
  Array.from({ length: 32 }, () => 'a').join('/'),
  Array.from({ length: 4 }, () => letters(255)).join('/'),
];

describe('names: what some system could not hold is refused', () => {
  const rows = refused.flatMap(([what, reason, names]) =>
    names.map((name) => ({ what, reason, name, shown: JSON.stringify(name).slice(0, 40) })),
  );

  it('W13: is tried with at least 200 names', () => {
    expect(rows.length + accepted.length).toBeGreaterThanOrEqual(200);
    expect(new Set([...rows.map(({ name }) => name), ...accepted]).size).toBe(
      rows.length + accepted.length,
    );
  });

  it.each(rows)('W13: $what: $shown', ({ name, reason }) => {
    expect(pathProblem(name)).toMatch(reason);
    expect(contentPathProblem(name)).toMatch(reason);
  });
});

describe('names: what every system can hold is taken as it is', () => {
  it.each(accepted.map((name) => ({ name, shown: name.slice(0, 40) })))('$shown', ({ name }) => {
    expect(pathProblem(name)).toBeUndefined();
    expect(contentPathProblem(name)).toBeUndefined();
  });
});

describe('names: what is private to each PC is no content', () => {
  it.each([
    ...['local', 'local/save.dat', 'LOCAL/save.dat', 'Local', 'lOcAl/a/b', 'lo\u200ccal/a'],
    ...[
      'ｌｏｃａｌ/a',
      '.lanspread',
      '.lanspread/a',
      '.LANSPREAD',
      '.lanspread-staging/x',
      '.lanspreadx',
    ],
    ...['.lan\ufe0fspread/a', '\u200d.lanspread', '.ｌanspread', 'LANSPR~1', 'lanspr~2/a'],
    ...['LANSPR~1.TMP', 'LA12AF~1', 'la0000~9/a'],
  ])('S12: %j', (path) => {
    expect(contentPathProblem(path)).toBe('is private to each PC');
    expect(isPrivateName(path.split('/')[0] ?? '')).toBe(true);
  });

  it.each([
    ...['locals', 'local.txt', 'xlocal', 'data/local', 'data/local/a', 'a/.lanspread', '.lanspre'],
    ...['lanspread', 'lan~1', 'lanspr~', 'lanspr~a', 'la12~1', 'data/LANSPR~1', '.local'],
  ])('S12: not %j', (path) => {
    expect(contentPathProblem(path)).toBeUndefined();
  });
});

describe('names: twins have one key', () => {
  it.each([
    ...[
      ['a', 'A'],
      ['Readme.TXT', 'README.txt'],
      ['é', 'e\u0301'],
      ['É', 'e\u0301'],
      ['ß', 'SS'],
    ],
    ...[
      ['ẞ', 'ß'],
      ['straße', 'STRASSE'],
      ['ſ', 's'],
      ['K', 'k'],
      ['Å', 'å'],
      ['Å', 'A\u030a'],
    ],
    ...[
      ['ΑΣ', 'ας'],
      ['ΑΣ', 'ασ'],
      ['ﬁ', 'FI'],
      ['Ａ', 'a'],
      ['가', '\u1100\u1161'],
      ['Ω', 'ω'],
    ],
    ...[
      ['a\u200db', 'AB'],
      ['\ufeffa', 'a'],
      ['version\u00ad.ini', 'version.ini'],
    ],
    ...[
      ['data/A', 'DATA/a'],
      ['Data/É', 'data/e\u0301'],
      ['µ', 'μ'],
      ['ǰ', 'ǰ'],
      ['a\u0323\u0307', 'a\u0307\u0323'],
    ],
  ])('W13: %j and %j', (one = '', other = '') => {
    expect(collisionKey(one)).toBe(collisionKey(other));
  });

  it.each([
    ...[
      ['a', 'b'],
      ['a', 'aa'],
      ['é', 'e'],
      ['a b', 'ab'],
      ['a.b', 'ab'],
      ['a/b', 'a-b'],
    ],
    ...[
      ['о', 'o'],
      ['a1', 'a١'],
      ['か', 'が'],
      ['n', 'ñ'],
      ['1', 'l'],
    ],
  ])('W13: not %j and %j', (one = '', other = '') => {
    expect(collisionKey(one)).not.toBe(collisionKey(other));
  });
});
