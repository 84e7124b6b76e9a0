import { parseArgs, type ParseArgsConfig } from 'node:util';
import { parseAddress } from '../main/wire/address.ts';
import { LanspreadError } from '../shared/errors.ts';

/** How much goes to the log. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the command line asks for; undefined where it leaves the choice to settings or defaults. */
export interface Flags {
  readonly cli: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly gamesDir: string | undefined;
  readonly stateDir: string | undefined;
  readonly catalog: string | undefined;
  readonly listen: string | undefined;
  readonly discovery: boolean | undefined;
  readonly connect: readonly string[];
  readonly name: string | undefined;
  /** Bytes a second over all peers; 0 = none. */
  readonly downloadLimit: number | undefined;
  readonly uploadLimit: number | undefined;
  readonly logLevel: LogLevel;
}

export const HELP = `Lanspread: every game in the room, one button away.

Usage: lanspread [flags]

  --cli                  no window; JSON lines in on stdin, out on stdout
  --games-dir DIR        the games folder; created when missing
  --state-dir DIR        identity key, database, settings; created when missing
  --catalog FILE         catalog JSON; default: the one that ships with the program
  --listen HOST:PORT     where this peer serves; port 0 = any free one
  --discovery            find peers by mDNS (the window's default)
  --no-discovery         do not (the default with --cli)
  --connect HOST:PORT    connect at start, and again whenever it is lost; repeatable
  --name NAME            the name others see; default: the host's name
  --download-limit N     bytes per second over all peers; 0 = none
  --upload-limit N       bytes per second over all peers; 0 = none
  --log-level LEVEL      how much is logged, to stderr (default: warn):
                         ${LOG_LEVELS.join(', ')}
  --help                 this text
  --version              the version

With --cli, exit 0 after shutdown, end of stdin, SIGINT or SIGTERM; exit 2 for an unknown
flag, a bad value or a bad catalog; exit 3 where another process uses the state folder.
`;

/** Highest limit that is accepted: far beyond any network card, and exact as a number. */
const MAX_LIMIT = 1e12;
const MAX_NAME_LENGTH = 64;

const OPTIONS = {
  cli: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
  'games-dir': { type: 'string' },
  'state-dir': { type: 'string' },
  catalog: { type: 'string' },
  listen: { type: 'string' },
  discovery: { type: 'boolean' },
  connect: { type: 'string', multiple: true },
  name: { type: 'string' },
  'download-limit': { type: 'string' },
  'upload-limit': { type: 'string' },
  'log-level': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

/** Reads the arguments; fails with `bad-argument` and one line that says what is wrong. */
export function parseFlags(args: readonly string[]): Flags {
  const values = parse(args);
  return {
    cli: values.cli ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
    gamesDir: filled('games-dir', values['games-dir']),
    stateDir: filled('state-dir', values['state-dir']),
    catalog: filled('catalog', values.catalog),
    listen: address('listen', values.listen),
    discovery: values.discovery,
    connect: (values.connect ?? []).map((value) => checkedAddress('connect', value)),
    name: name(values.name),
    downloadLimit: limit('download-limit', values['download-limit']),
    uploadLimit: limit('upload-limit', values['upload-limit']),
    logLevel: logLevel(values['log-level'] ?? 'warn'),
  };
}

function parse(args: readonly string[]): ReturnType<typeof parseStrictly> {
  try {
    return parseStrictly(args);
  } catch (error) {
    throw bad(`${firstSentence(error instanceof Error ? error.message : String(error))}.`);
  }
}

function parseStrictly(args: readonly string[]) {
  const config = { args: [...args], options: OPTIONS, allowNegative: true, strict: true } as const;
  return parseArgs(config).values;
}

// What Node adds is advice on other programs' arguments.
function firstSentence(reason: string): string {
  const [line = ''] = reason.split('\n', 1);
  return line.replace(/\.( (To specify|This command does not take) .*)?$/, '').slice(0, 200);
}

function filled(flag: string, value: string | undefined): string | undefined {
  if (value === '') throw bad(`--${flag} needs a value.`);
  return value;
}

function address(flag: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : checkedAddress(flag, value);
}

function checkedAddress(flag: string, value: string): string {
  if (parseAddress(value)) return value;
  throw bad(`--${flag} takes HOST:PORT, like 192.168.0.5:41641; not ${quoted(value)}.`);
}

function limit(flag: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const bytes = /^[0-9]+$/.test(value) ? Number(value) : NaN;
  if (bytes <= MAX_LIMIT) return bytes;
  throw bad(`--${flag} takes a whole number of bytes per second, 0 = none; not ${quoted(value)}.`);
}

function name(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const trimmed = value.trim();
  if (trimmed !== '' && trimmed.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(trimmed)) {
    return trimmed;
  }
  throw bad(`--name takes 1 to ${MAX_NAME_LENGTH} printable characters; not ${quoted(value)}.`);
}

function logLevel(value: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === value);
  if (level) return level;
  throw bad(`--log-level takes one of ${LOG_LEVELS.join(', ')}; not ${quoted(value)}.`);
}

function quoted(value: string): string {
  return JSON.stringify(value.slice(0, 80));
}

function bad(message: string): LanspreadError {
  return new LanspreadError('bad-argument', `${message} See --help.`);
}
