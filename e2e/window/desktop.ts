import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterEach } from 'vitest';
import { applyChange, type AppState, type StateFrame } from '../../shared/window/state.ts';
import type { Party } from '../party/party.ts';
import type { PeerHome } from '../party/peer.ts';
import { chosenElectron, windowArguments } from './electron.ts';

/** Longest wait for something to be shown, in milliseconds. */
const SHOWN_LIMIT_MS = 15_000;

/** How often a window is looked at while a test waits, in milliseconds. */
const LOOK_MS = 25;

interface Watching {
  readonly lanspread: {
    watch(tell: (frame: StateFrame) => void): void;
    run(name: string, params: unknown): Promise<unknown>;
  };
  frames?: StateFrame[];
}

/** The program with its window, seen as a player sees it, and as its page does. */
export class Desktop {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly frames: StateFrame[] = [];
  state: AppState | undefined;

  private constructor(app: ElectronApplication, page: Page) {
    this.app = app;
    this.page = page;
  }

  static async open(home: PeerHome, flags: readonly string[] = []): Promise<Desktop> {
    const { executable, env } = chosenElectron();
    const app = await _electron.launch({
      executablePath: executable,
      args: [...windowArguments(home, flags)],
      env: { ...(process.env as Record<string, string>), ...env },
    });
    const desktop = new Desktop(app, await app.firstWindow());
    await desktop.watch();
    return desktop;
  }

  /** Follows the frames that the page is sent, from a snapshot on. */
  async watch(): Promise<void> {
    this.state = undefined;
    await this.page.evaluate(() => {
      const view = globalThis as unknown as Watching;
      view.frames = [];
      view.lanspread.watch((frame) => view.frames?.push(frame));
    });
    await this.until((state) => state);
  }

  /** What `find` finds in the state, as soon as it does. */
  async until<Found>(find: (state: AppState) => Found | undefined | false): Promise<Found> {
    const deadline = Date.now() + SHOWN_LIMIT_MS;
    while (Date.now() < deadline) {
      await this.#takeFrames();
      const found = this.state && find(this.state);
      if (found !== undefined && found !== false) return found;
      await this.page.waitForTimeout(LOOK_MS);
    }
    throw new Error(`It was never so: ${find.toString()}\n${JSON.stringify(this.state?.notices)}`);
  }

  /** Asks main for something, as the page does. */
  run(name: string, params: unknown = {}): Promise<unknown> {
    return this.page.evaluate(
      ([command, given]) => (globalThis as unknown as Watching).lanspread.run(command, given),
      [name, params] as const,
    );
  }

  async #takeFrames(): Promise<void> {
    const frames = await this.page.evaluate(
      () => (globalThis as unknown as Watching).frames?.splice(0) ?? [],
    );
    for (const frame of frames) {
      this.frames.push(frame);
      if (frame.type === 'snapshot') this.state = frame.state;
      else this.state = this.state && frame.changes.reduce(applyChange, this.state);
    }
  }
}

/** Opens windows for one test at a time, and closes them after it. */
export function useDesktop(party: Party): (wish: DesktopWish) => Promise<Desktop> {
  const open: Desktop[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(({ app }) => app.close()));
  });
  return async ({ name, home, flags = [] }) => {
    const desktop = await Desktop.open(home ?? (await party.home(name)), flags);
    open.push(desktop);
    return desktop;
  };
}

/** What a test wants of a window; without `home` its folders are new. */
export interface DesktopWish {
  readonly name: string;
  readonly home?: PeerHome;
  readonly flags?: readonly string[];
}
