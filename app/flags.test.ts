import { describe, expect, it } from 'vitest';
import { LanspreadError } from '../shared/errors.ts';
import { type Flags, HELP, LOG_LEVELS, parseFlags } from './flags.ts';

function problemOf(...args: readonly string[]): string {
  try {
    parseFlags(args);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof LanspreadError)) throw error;
    expect(error.code).toBe('bad-argument');
    return error.message;
  }
}

describe('the command line of the program', () => {
  it('F1: leaves every choice open where it says nothing', () => {
    expect(parseFlags([])).toEqual({
      ...{ cli: false, help: false, version: false, gamesDir: undefined, stateDir: undefined },
      ...{ catalog: undefined, listen: undefined, discovery: undefined, connect: [] },
      ...{ name: undefined, downloadLimit: undefined, uploadLimit: undefined, logLevel: 'warn' },
    });
  });

  it.each<{ args: readonly string[]; flags: Partial<Flags> }>([
    { args: ['--cli'], flags: { cli: true } },
    { args: ['--help'], flags: { help: true } },
    { args: ['--version'], flags: { version: true } },
    { args: ['--games-dir', '/games of mine'], flags: { gamesDir: '/games of mine' } },
    { args: ['--games-dir=D:\\Games'], flags: { gamesDir: 'D:\\Games' } },
    { args: ['--state-dir', 'state'], flags: { stateDir: 'state' } },
    { args: ['--catalog', 'games.json'], flags: { catalog: 'games.json' } },
    { args: ['--listen', '127.0.0.1:0'], flags: { listen: '127.0.0.1:0' } },
    { args: ['--listen', '[::]:41641'], flags: { listen: '[::]:41641' } },
    { args: ['--discovery'], flags: { discovery: true } },
    { args: ['--no-discovery'], flags: { discovery: false } },
    { args: ['--discovery', '--no-discovery'], flags: { discovery: false } },
    { args: ['--connect', 'a:1', '--connect', '[::1]:2'], flags: { connect: ['a:1', '[::1]:2'] } },
    { args: ['--name', ' Söhnke’s PC '], flags: { name: 'Söhnke’s PC' } },
    { args: ['--name', 'x'.repeat(64)], flags: { name: 'x'.repeat(64) } },
    { args: ['--download-limit', '0'], flags: { downloadLimit: 0 } },
    { args: ['--download-limit', '1000000000000'], flags: { downloadLimit: 1e12 } },
    { args: ['--upload-limit', '1048576'], flags: { uploadLimit: 1_048_576 } },
    ...LOG_LEVELS.map((logLevel) => ({ args: ['--log-level', logLevel], flags: { logLevel } })),
  ])('F1: takes $args', ({ args, flags }) => {
    expect(parseFlags(args)).toEqual({ ...parseFlags([]), ...flags });
  });

  it.each([
    [['--frobnicate'], "Unknown option '--frobnicate'. See --help."],
    [['-x'], "Unknown option '-x'. See --help."],
    [['--cli=yes'], "Option '--cli' does not take an argument. See --help."],
    [['--games-dir'], "Option '--games-dir <value>' argument missing. See --help."],
    [['--games-dir='], '--games-dir needs a value. See --help.'],
    [['--state-dir', ''], '--state-dir needs a value. See --help.'],
    [['--catalog', ''], '--catalog needs a value. See --help.'],
    [['--games-dir', '--cli'], "Option '--games-dir' argument is ambiguous. See --help."],
    [['download'], "Unexpected argument 'download'. See --help."],
    [
      ['--listen', '127.0.0.1:70000'],
      '--listen takes HOST:PORT, like 192.168.0.5:41641; not "127.0.0.1:70000". See --help.',
    ],
    [['--listen', ''], '--listen takes HOST:PORT, like 192.168.0.5:41641; not "". See --help.'],
    [
      ['--connect', 'http://10.0.0.1'],
      '--connect takes HOST:PORT, like 192.168.0.5:41641; not "http://10.0.0.1". See --help.',
    ],
    [
      ['--connect', 'a:1', '--connect', 'b c'],
      '--connect takes HOST:PORT, like 192.168.0.5:41641; not "b c". See --help.',
    ],
    [['--name', ''], '--name takes 1 to 64 printable characters; not "". See --help.'],
    [['--name', ' '], '--name takes 1 to 64 printable characters; not " ". See --help.'],
    [
      ['--name', 'a\u001b[31m'],
      '--name takes 1 to 64 printable characters; not "a\\u001b[31m". See --help.',
    ],
    [
      ['--name', 'x'.repeat(65)],
      `--name takes 1 to 64 printable characters; not "${'x'.repeat(65)}". See --help.`,
    ],
    [['--download-limit', '-1'], "Option '--download-limit' argument is ambiguous. See --help."],
    ...['1.5', '1e3', '0x10', '', 'fast', '1000000000001'].map(
      (value) =>
        [
          ['--download-limit', value],
          `--download-limit takes a whole number of bytes per second, 0 = none; not "${value}". See --help.`,
        ] as const,
    ),
    [
      ['--upload-limit=-1'],
      '--upload-limit takes a whole number of bytes per second, 0 = none; not "-1". See --help.',
    ],
    [
      ['--log-level', 'loud'],
      '--log-level takes one of silent, fatal, error, warn, info, debug, trace; not "loud". See --help.',
    ],
    [['--no-games-dir'], "Unknown option '--no-games-dir'. See --help."],
  ] as const)('F2: says what is wrong with %j', (args, message) => {
    expect(problemOf(...args)).toBe(message);
  });

  it('F2: says it in one line, however long the value', () => {
    for (const args of [
      ['--name', 'x\n'.repeat(5_000)],
      ['--connect', ' '.repeat(5_000)],
    ]) {
      const problem = problemOf(...args);
      expect(problem).not.toContain('\n');
      expect(problem.length).toBeLessThan(300);
    }
  });

  it('F2: says in one line what an unknown flag holds', () => {
    expect(problemOf('--a\nb')).not.toContain('\n');
  });
});

it('F3: the help names every flag, and fits a terminal', () => {
  const flags = [
    ...['cli', 'games-dir', 'state-dir', 'catalog', 'listen', 'discovery', 'no-discovery'],
    ...['connect', 'name', 'download-limit', 'upload-limit', 'log-level', 'help', 'version'],
  ];
  for (const flag of flags) expect(HELP).toMatch(new RegExp(`^  --${flag} `, 'm'));
  for (const line of HELP.split('\n')) expect(line.length).toBeLessThanOrEqual(90);
});
