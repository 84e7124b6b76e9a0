import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { shippedCatalogFile } from '../main/catalog/catalog.ts';
import { GAMES_FOLDER_SETTING } from '../main/engine/handlers.ts';
import type { SettingTable } from '../main/store/store.ts';
import { DEFAULT_PORT } from '../main/wire/address.ts';
import type { Flags } from './flags.ts';
import { readWindowSettings } from './kept-settings.ts';

/** Where things lie and how this peer appears, with every choice made. */
export interface Settings {
  readonly gamesFolder: string;
  readonly catalogFile: string;
  readonly listen: string;
  readonly name: string;
  readonly discovery: boolean;
  readonly connect: readonly string[];
  readonly downloadLimit: number;
  readonly uploadLimit: number;
}

// One fixed port, so that a firewall rule can name it.
const LISTEN_EVERYWHERE = `[::]:${DEFAULT_PORT}`;

const FALLBACK_NAME = 'Lanspread';

/** The state folder: identity key, database, settings. */
export function stateFolderOf(flags: Flags): string {
  return resolve(flags.stateDir ?? envPaths('lanspread', { suffix: '' }).data);
}

/** What this PC is called, at least where it tells. */
export function hostName(): string {
  return hostname() || FALLBACK_NAME;
}

/** A flag goes before a setting kept from an earlier time, that before the default. */
export function chooseSettings(flags: Flags, kept: SettingTable): Settings {
  const gamesFolder =
    flags.gamesDir ?? kept.find(GAMES_FOLDER_SETTING) ?? join(homedir(), 'Lanspread');
  return {
    gamesFolder: resolve(gamesFolder),
    catalogFile: flags.catalog === undefined ? shippedCatalogFile() : resolve(flags.catalog),
    listen: flags.listen ?? LISTEN_EVERYWHERE,
    connect: flags.connect,
    ...sharedWithWindow(flags, kept),
  };
}

// What was chosen in the window is for the window: a script states all that it wants.
function sharedWithWindow(
  flags: Flags,
  kept: SettingTable,
): Pick<Settings, 'name' | 'discovery' | 'downloadLimit' | 'uploadLimit'> {
  const name = hostName();
  const chosen = flags.cli
    ? { name, discovery: false, downloadLimit: 0, uploadLimit: 0 }
    : readWindowSettings(kept, name);
  return {
    name: flags.name ?? chosen.name,
    discovery: flags.discovery ?? chosen.discovery,
    downloadLimit: flags.downloadLimit ?? chosen.downloadLimit,
    uploadLimit: flags.uploadLimit ?? chosen.uploadLimit,
  };
}
