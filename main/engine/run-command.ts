import type { z } from 'zod';
import {
  type CommandName,
  type CommandParams,
  type CommandResult,
  commands,
} from '../../shared/commands.ts';
import { LanspreadError, toFailure } from '../../shared/errors.ts';
import type { Reply } from '../../shared/reply.ts';

/** Longest part of an answer that says what is wrong with arguments; they may repeat a stranger's text. */
const MAX_PROBLEM_LENGTH = 500;

/** One handler a command. */
export type CommandHandlers = {
  readonly [N in CommandName]: (params: CommandParams<N>) => Promise<CommandResult<N>>;
};

/**
 * The one door for commands, from a window or from a line on stdin: checks, runs, never throws.
 * A bug is handed to `onBug` and answered as `internal`.
 */
export async function runCommand<N extends CommandName>(
  handlers: CommandHandlers,
  name: N,
  rawParams: unknown,
  onBug: (error: unknown) => void,
): Promise<Reply<CommandResult<N>>> {
  const params = commands[name].params.safeParse(rawParams);
  if (!params.success) {
    const error = new LanspreadError('bad-argument', `${name}: ${whatIsWrong(params.error)}`);
    return { ok: false, error: toFailure(error) };
  }
  try {
    // The table above has checked the params by this very name; the compiler can't follow that.
    const handler = handlers[name] as (params: unknown) => Promise<CommandResult<N>>;
    return { ok: true, data: await handler(params.data) };
  } catch (error) {
    if (!(error instanceof LanspreadError)) onBug(error);
    return { ok: false, error: toFailure(error) };
  }
}

function whatIsWrong(error: z.ZodError): string {
  const all = error.issues
    .map(({ path, message }) => [...path.map(inWords), message].join(': '))
    .join('; ');
  return all.length > MAX_PROBLEM_LENGTH ? `${all.slice(0, MAX_PROBLEM_LENGTH)}…` : `${all}.`;
}

// `gameId` is `game_id` on a line of JSON: words fit both.
function inWords(key: PropertyKey): string {
  return String(key).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
