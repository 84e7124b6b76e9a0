import { z } from 'zod';
import type { CatalogGame, CatalogVersion } from '../../shared/domain/game.ts';
import { type GameId, parseContentHash, parseGameId } from '../../shared/domain/ids.ts';
import { pathProblem } from '../../shared/domain/portable-path.ts';
import { parseVersion, type Version } from '../../shared/domain/version.ts';

// In UTF-16 units.
const MAX_LABEL_LENGTH = 100;
const MAX_TITLE_LENGTH = 200;
const MAX_COMMAND_LENGTH = 1_000;
const MAX_DESCRIPTION_LENGTH = 4_000;

const MAX_TAGS = 30;
const MAX_VERSIONS = 1_000;
const MAX_VERSION_BYTES = 2 ** 50;
const MAX_PLAYERS = 100_000;
const FIRST_YEAR = 1950;
const LAST_YEAR = 2100;

// Control characters, half characters, and what turns the direction of the text around it.
const UNSHOWABLE = /[\p{Cc}\p{Surrogate}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const ALL_UNSHOWABLE = new RegExp(UNSHOWABLE, 'gu');

const gameId = text(MAX_TITLE_LENGTH).transform((given, context): GameId => {
  const id = parseGameId(given);
  if (id !== undefined) return id;
  context.addIssue('must be 1 to 64 of a-z 0-9 . _ - and a name that every system can hold');
  return z.NEVER;
});

const manifestHash = text(MAX_LABEL_LENGTH).transform((given, context) => {
  const hash = parseContentHash(given);
  if (hash !== undefined) return hash;
  context.addIssue('must be 64 hex digits, 0-9 a-f');
  return z.NEVER;
});

const cover = text(MAX_COMMAND_LENGTH).superRefine((path, context) => {
  const problem = pathProblem(path);
  if (problem !== undefined)
    context.addIssue(`is no path below the catalog's folder: it ${problem}`);
});

const version = z.object(
  { size: wholeNumber(0, MAX_VERSION_BYTES).optional(), manifest_hash: manifestHash.optional() },
  mustBe('an object'),
);

const versions = z.record(z.string(), version, mustBe('an object')).transform((given, context) => {
  const known = new Map<Version, CatalogVersion>();
  for (const [key, { size, manifest_hash }] of Object.entries(given)) {
    const day = parseVersion(key);
    if (day === key) known.set(day, { size, manifestHash: manifest_hash });
    else context.addIssue({ code: 'custom', path: [key], message: 'must be a day, YYYYMMDD' });
  }
  if (known.size > MAX_VERSIONS) context.addIssue(`must be at most ${MAX_VERSIONS}`);
  return known;
});

const command = text(MAX_COMMAND_LENGTH).exactOptional();

const entry = z.object(
  {
    id: gameId,
    title: shownText(MAX_TITLE_LENGTH).min(1, 'is empty'),
    description: shownText(MAX_DESCRIPTION_LENGTH).optional(),
    genre: shownText(MAX_LABEL_LENGTH).optional(),
    release_year: wholeNumber(FIRST_YEAR, LAST_YEAR).optional(),
    publisher: shownText(MAX_TITLE_LENGTH).optional(),
    players_max: wholeNumber(1, MAX_PLAYERS).optional(),
    tags: z
      .array(shownText(MAX_LABEL_LENGTH), mustBe('a list'))
      .max(MAX_TAGS, `must be at most ${MAX_TAGS}`)
      .default([]),
    versions: versions.optional(),
    cover: cover.optional(),
    start: z
      .object({ win32: command, linux: command, darwin: command }, mustBe('an object'))
      .default({}),
  },
  mustBe('an object'),
);

/** The first thing that is wrong with an entry of a catalog: the field, where it is one, and why. */
export interface EntryProblem {
  readonly problem: string;
}

/** The game that an entry of a catalog describes, or what is wrong with the entry. */
export function parseEntry(value: unknown): CatalogGame | EntryProblem {
  const parsed = entry.safeParse(value);
  if (!parsed.success) return { problem: firstProblem(parsed.error) };
  const { release_year, players_max, versions: pinned, ...game } = parsed.data;
  return {
    ...game,
    releaseYear: release_year,
    playersMax: players_max,
    versions: pinned ?? new Map(),
  };
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  const reason = issue?.message ?? 'is not as it should be';
  return field === '' ? reason : `${JSON.stringify(field.slice(0, MAX_LABEL_LENGTH))} ${reason}`;
}

// What is only shown is made fit to be shown; a whole catalog is not refused for one title.
function shownText(maxLength: number) {
  return z.string(mustBe('text')).overwrite((given) => {
    const oneLine = given.replace(ALL_UNSHOWABLE, ' ').replace(/\s+/g, ' ').trim();
    // Cut between characters, never inside one.
    return oneLine.length <= maxLength
      ? oneLine
      : `${oneLine.slice(0, maxLength - 1).replace(/\p{Surrogate}$/u, '')}…`;
  });
}

function text(maxLength: number) {
  return z
    .string(mustBe('text'))
    .max(maxLength, `is longer than ${maxLength} characters`)
    .refine((given) => !UNSHOWABLE.test(given), 'has a character that can not be shown');
}

function wholeNumber(min: number, max: number) {
  const problem = mustBe(`a whole number from ${min} to ${max}`);
  return z.int(problem).min(min, problem).max(max, problem);
}

function mustBe(what: string) {
  return {
    error: (issue: { readonly input?: unknown }) =>
      issue.input === undefined ? 'is missing' : `must be ${what}`,
  };
}
