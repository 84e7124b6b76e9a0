import { z } from 'zod';
import { eventContracts } from './event-contracts.ts';
import { resultContracts } from './result-contracts.ts';

// The contract as the outside knows it, written down a second time on purpose: a change of the
// program's own schemas must not change what these tests expect.
const ERROR_CODES = [
  'bad-json',
  'unknown-command',
  'bad-argument',
  'unknown-game',
  'no-peers-have-game',
  'ambiguous-metadata',
  'not-downloaded',
  'not-installed',
  'operation-active',
  'cancelled',
  'peer-unreachable',
  'peer-refused',
  'sources-lost',
  'hash-mismatch',
  'no-space',
  'archive-invalid',
  'archive-unsafe',
  'io-error',
  'timeout',
  'shutting-down',
  'internal',
] as const;

const failure = z.object({ code: z.enum(ERROR_CODES), message: z.string().min(1) });

const event = z.object({
  type: z.literal('event'),
  event: z.string(),
  time: z.iso.datetime(),
  data: z.looseObject({}),
});

const resultHead = {
  type: z.literal('result'),
  id: z.union([z.string(), z.number(), z.null()]).optional(),
  cmd: z.string().nullish(),
};

const line = z.union([
  event,
  z.object({ ...resultHead, ok: z.literal(true), data: z.looseObject({}) }),
  z.object({ ...resultHead, ok: z.literal(false), error: failure }),
]);

export type EventName = keyof typeof eventContracts;
export type EventOf<Name extends EventName> = z.infer<(typeof eventContracts)[Name]>;
export type CommandName = keyof typeof resultContracts;
export type ResultOf<Name extends CommandName> = z.infer<(typeof resultContracts)[Name]>;
export type GameRow = ResultOf<'list-games'>['games'][number];

/** A line that the program has printed, as the contract has it. */
export type Line = z.infer<typeof line>;
export type EventLine = z.infer<typeof event>;
export type ResultLine = Exclude<Line, EventLine>;

/** Reads a line of stdout; throws where it breaks the contract. New events and fields may come. */
export function parseLine(text: string): Line {
  const parsed = line.safeParse(JSON.parse(text));
  if (!parsed.success) throw broken(text, parsed.error);
  if (parsed.data.type === 'event') checkEvent(parsed.data, text);
  return parsed.data;
}

/** The data of a command's result; throws where it breaks the contract. */
export function parseResult<Name extends CommandName>(name: Name, data: unknown): ResultOf<Name> {
  const parsed = resultContracts[name].safeParse(data);
  if (!parsed.success) throw broken(`${name}: ${JSON.stringify(data)}`, parsed.error);
  // The table has checked the data by this very name; the compiler can't follow that.
  return parsed.data as ResultOf<Name>;
}

/** Whether a line is the named event; it was checked when it was read. */
export function isEvent<Name extends EventName>(
  candidate: Line,
  name: Name,
): candidate is EventLine & { readonly data: EventOf<Name> } {
  return candidate.type === 'event' && candidate.event === name;
}

function checkEvent({ event: name, data }: EventLine, text: string): void {
  if (!Object.hasOwn(eventContracts, name)) return;
  const parsed = eventContracts[name as EventName].safeParse(data);
  if (!parsed.success) throw broken(text, parsed.error);
}

function broken(what: string, error: z.ZodError): Error {
  return new Error(`Not as the contract says: ${what.slice(0, 500)}\n${z.prettifyError(error)}`);
}
