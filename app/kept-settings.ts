import type { SettingTable } from '../main/store/store.ts';
import {
  defaultSettings,
  WINDOW_SETTINGS,
  type WindowSettings,
  windowSettings,
} from '../shared/window/settings.ts';
import type { Flags } from './flags.ts';

type Changes = { readonly [Name in keyof WindowSettings]?: WindowSettings[Name] | undefined };

/** What was chosen in the window; defaults where nothing was, or what is kept can't be read. */
export function readWindowSettings(kept: SettingTable, hostName: string): WindowSettings {
  const defaults = defaultSettings(hostName);
  const parsed = windowSettings.partial().safeParse(parseJson(kept.find(WINDOW_SETTINGS)));
  return parsed.success ? withChanges(defaults, parsed.data) : defaults;
}

/** What flags say before anything is chosen; a games folder answers what the first screen asks. */
export function givenByFlags({ gamesDir, name }: Flags): Partial<WindowSettings> {
  return { ...(name !== undefined && { name }), ...(gamesDir !== undefined && { isSetUp: true }) };
}

/** What is chosen in the window, kept as soon as it changes. */
export class KeptSettings {
  readonly #kept: SettingTable;
  #now: WindowSettings;

  /** `given` goes before what is kept, until the player chooses otherwise. */
  constructor(kept: SettingTable, hostName: string, given: Changes = {}) {
    this.#kept = kept;
    this.#now = withChanges(readWindowSettings(kept, hostName), given);
  }

  get now(): WindowSettings {
    return this.#now;
  }

  change(changes: Changes): WindowSettings {
    this.#now = withChanges(this.#now, changes);
    this.#kept.put(WINDOW_SETTINGS, JSON.stringify(this.#now));
    return this.#now;
  }
}

function withChanges(settings: WindowSettings, changes: Changes): WindowSettings {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return windowSettings.parse({ ...settings, ...Object.fromEntries(given) });
}

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? {} : (JSON.parse(text) as unknown);
  } catch {
    return {};
  }
}
