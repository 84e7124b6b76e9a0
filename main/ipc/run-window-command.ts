import { LanspreadError, toFailure } from '../../shared/errors.ts';
import type { Reply } from '../../shared/reply.ts';
import {
  WINDOW_ENGINE_COMMANDS,
  type WindowOnlyHandlers,
  windowOnlyCommands,
} from '../../shared/window/window-commands.ts';
import { type CommandHandlers, runCommand } from '../engine/run-command.ts';

export interface WindowCommandDeps {
  readonly engine: CommandHandlers;
  readonly window: WindowOnlyHandlers;
  readonly onBug: (error: unknown) => void;
}

/** More arguments than any command has; a page that sends more is not ours. */
const MAX_ARGUMENTS = 32;

type WindowOnlyName = keyof typeof windowOnlyCommands;

/** The window's way to the one door: only commands that a window may send; never throws. */
export async function runWindowCommand(
  deps: WindowCommandDeps,
  name: unknown,
  params: unknown,
): Promise<Reply<unknown>> {
  if (!isSmallObject(params)) return refusal('bad-argument', 'The arguments are no object.');
  const engineName = WINDOW_ENGINE_COMMANDS.find((known) => known === name);
  if (engineName) return runCommand(deps.engine, engineName, params, deps.onBug);
  if (!isWindowOnlyName(name)) {
    return refusal('unknown-command', 'A window can not ask for that.');
  }
  const checked = windowOnlyCommands[name].safeParse(params);
  if (!checked.success) return refusal('bad-argument', `${name}: an argument is not right.`);
  try {
    // The table above has checked the params by this very name; the compiler can't follow that.
    const handler = deps.window[name] as (params: unknown) => Promise<void>;
    await handler(checked.data);
    return { ok: true, data: undefined };
  } catch (error) {
    if (!(error instanceof LanspreadError)) deps.onBug(error);
    return { ok: false, error: toFailure(error) };
  }
}

function isWindowOnlyName(name: unknown): name is WindowOnlyName {
  return typeof name === 'string' && Object.hasOwn(windowOnlyCommands, name);
}

function isSmallObject(params: unknown): boolean {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return false;
  return Object.keys(params).length <= MAX_ARGUMENTS;
}

function refusal(code: 'bad-argument' | 'unknown-command', message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}
