import { z } from 'zod';
import type { commands } from '../commands.ts';
import { parseGameId } from '../domain/ids.ts';
import { windowSettings } from './settings.ts';

const gameId = z.string().transform((text, context) => {
  const id = parseGameId(text);
  if (id !== undefined) return id;
  context.addIssue('must be 1 to 64 of a-z 0-9 . _ -');
  return z.NEVER;
});

const nothing = z.strictObject({});
const oneGame = z.strictObject({ gameId });

/** What only a window can ask for; each answers with nothing but that it is done. */
export const windowOnlyCommands = {
  'change-settings': windowSettings.partial(),
  /** Opens the system's own folder dialog; the path never comes from the page. */
  'choose-games-folder': nothing,
  'open-folder': oneGame,
  play: oneGame,
  /** Finds out how much disk an install takes; its card tells. */
  'measure-install': oneGame,
  'stop-game': oneGame,
  'host-server': oneGame,
  'stop-server': oneGame,
  /** Lets other PCs in to this program; Windows asks for an administrator. */
  'allow-in-firewall': nothing,
  'dismiss-notice': z.strictObject({ id: z.int() }),
} as const;

/** The engine's commands that a window may send. */
export const WINDOW_ENGINE_COMMANDS = [
  'connect',
  'disconnect',
  'download',
  'cancel',
  'pause',
  'resume',
  'move',
  'pause-sharing',
  'resume-sharing',
  'install',
  'uninstall',
  'remove',
  'verify',
  'rescan',
] as const satisfies readonly (keyof typeof commands)[];

/** One handler for each thing that only a window can ask for. */
export type WindowOnlyHandlers = {
  readonly [Name in WindowOnlyName]: (
    params: z.output<(typeof windowOnlyCommands)[Name]>,
  ) => Promise<void>;
};

type EngineName = (typeof WINDOW_ENGINE_COMMANDS)[number];
type WindowOnlyName = keyof typeof windowOnlyCommands;

/** Everything a window may ask for. */
export type WindowCommandName = EngineName | WindowOnlyName;

/** What a command takes, before defaults are filled in. */
export type WindowCommandInput<Name extends WindowCommandName> = Name extends EngineName
  ? z.input<(typeof commands)[Name]['params']>
  : Name extends WindowOnlyName
    ? z.input<(typeof windowOnlyCommands)[Name]>
    : never;
