import { type CommandName, commands, isCommandName } from '../../shared/commands.ts';
import type { Failure } from '../../shared/errors.ts';
import { argumentsInCamelCase, snakeKey } from './case.ts';
import { type Line, MAX_LINE_BYTES } from './line-splitter.ts';

/** What a line asks for, or why it can't be done; `id` and `cmd` come back in the result. */
export type Request = {
  readonly id: string | number | undefined;
  readonly cmd: string | undefined;
} & (
  | { readonly ok: true; readonly name: CommandName; readonly params: unknown }
  | { readonly ok: false; readonly error: Failure }
);

type JsonObject = Readonly<Record<string, unknown>>;

/** Longest name of an unknown command or argument that is repeated in an answer. */
const MAX_TOLD_NAME = 64;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads one line; undefined for an empty one. Nothing a line holds makes this throw. */
export function parseLine(line: Line): Request | undefined {
  if (line.type === 'too-long') {
    return badLine('bad-json', `A line is longer than ${MAX_LINE_BYTES} bytes. Send shorter ones.`);
  }
  const text = textOf(line.bytes)?.trim();
  if (text === '') return undefined;
  const json = parseObject(text);
  if (!json) return badLine('bad-json', 'A line is not a JSON object. Send one object a line.');
  return requestOf(json);
}

function requestOf({ id, cmd, ...rest }: JsonObject): Request {
  const name = typeof cmd === 'string' ? cmd : undefined;
  const isId = id === undefined || typeof id === 'string' || typeof id === 'number';
  const head = { id: isId ? id : undefined, cmd: name };
  if (!isId) return refused(head, 'bad-argument', 'id must be a string or a number.');
  if (name === undefined) {
    return refused(head, 'unknown-command', 'cmd is missing, or is not a string.');
  }
  if (!isCommandName(name)) {
    const told = JSON.stringify(name.slice(0, MAX_TOLD_NAME));
    return refused(head, 'unknown-command', `There is no command ${told}. See --help.`);
  }
  const problem = unknownArgument(name, rest);
  if (problem !== undefined) return refused(head, 'bad-argument', problem);
  return { ...head, ok: true, name, params: argumentsInCamelCase(rest) };
}

// Told here, in the spelling of the line; a name as it is spelled inside is as unknown as any other.
function unknownArgument(name: CommandName, given: JsonObject): string | undefined {
  const taken = Object.keys(commands[name].params.shape).map(snakeKey);
  const unknown = Object.keys(given).find((key) => !taken.includes(key));
  if (unknown === undefined) return undefined;
  const told = JSON.stringify(unknown.slice(0, MAX_TOLD_NAME));
  return `${name}: there is no argument ${told}. It takes ${taken.join(', ') || 'none'}.`;
}

function refused(
  head: Pick<Request, 'id' | 'cmd'>,
  code: Failure['code'],
  message: string,
): Request {
  return { ...head, ok: false, error: { code, message } };
}

function badLine(code: Failure['code'], message: string): Request {
  return refused({ id: undefined, cmd: undefined }, code, message);
}

// A letter that is none must not become part of somebody's name or path.
function textOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function parseObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
