import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { Party } from '../party/party.ts';
import type { PeerHome } from '../party/peer.ts';
import { chosenElectron, windowArguments, windowEnvironment } from './electron.ts';

/** Longest wait for something to be shown, in milliseconds. */
const SHOWN_LIMIT_MS = 20_000;

/** Where pictures of a run go, where somebody wants them. */
const PICTURES = process.env['LANSPREAD_PICTURES'];

/** What a test wants of a window. */
export interface DesktopWish {
  /** Its folders; without them new ones are made. */
  readonly home?: PeerHome;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What starts Electron, where it is not Electron itself. */
  readonly executable?: string;
}

/** The program with its window. */
export class Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;

  private constructor(app: ElectronApplication, page: Page) {
    this.app = app;
    this.page = page;
  }

  /** Starts it; resolves as soon as there is a page. */
  static async open(
    args: readonly string[],
    { env = {}, executable }: Pick<DesktopWish, 'env' | 'executable'> = {},
  ): Promise<Desktop> {
    const app = await _electron.launch({
      executablePath: executable ?? chosenElectron().executable,
      args: [...args],
      env: windowEnvironment(env),
    });
    const page = await app.firstWindow();
    page.setDefaultTimeout(SHOWN_LIMIT_MS);
    return new Desktop(app, page);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** Takes a picture, where `LANSPREAD_PICTURES` names a folder for them. */
  async picture(name: string): Promise<void> {
    if (PICTURES === undefined) return;
    await mkdir(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
}

/** Opens windows for one test at a time, and closes them after it. */
export function useDesktop(party: Party): (wish?: DesktopWish) => Promise<Desktop> {
  const open: Desktop[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((desktop) => desktop.close()));
  });
  return async (wish = {}) => {
    const desktop = await openFor(party, wish);
    open.push(desktop);
    return desktop;
  };
}

/** One window and its party for all tests of a file, which look at it one after the other. */
export function useOneDesktop(prepare: (party: Party) => Promise<DesktopWish>): () => Desktop {
  const party = new Party();
  let desktop: Desktop | undefined;
  beforeAll(async () => {
    desktop = await openFor(party, await prepare(party));
  });
  afterAll(async () => {
    await desktop?.close();
    await party.end();
  });
  return () => {
    if (!desktop) throw new Error('The window is not open yet.');
    return desktop;
  };
}

/** The flags that connect a window to peers. */
export function connectTo(...peers: readonly { readonly address: string }[]): readonly string[] {
  return peers.flatMap(({ address }) => ['--connect', address]);
}

async function openFor(party: Party, { home, flags, ...how }: DesktopWish): Promise<Desktop> {
  const folders = home ?? (await party.home('player'));
  return Desktop.open(windowArguments(folders, flags), how);
}
