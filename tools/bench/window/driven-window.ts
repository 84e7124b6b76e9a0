import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type CDPSession, type ElectronApplication, type Page } from 'playwright-core';
import type { PeerHome } from '../../../e2e/party/peer.ts';
import { chosenElectron, windowArguments } from '../../../e2e/window/electron.ts';
import { NAMED_KEYS, STROKES } from './strokes.ts';
import { type PageNotes, type Phase, watchPage } from './watch-page.ts';

/** A quick typist: so long between two keys. */
const KEY_EVERY_MS = 100;

/** A finger on a wheel: so far in pixels, so often. */
const WHEEL_PIXELS = 60;
const WHEEL_EVERY_MS = 16;

/** The browser tells no key that was painted sooner, in milliseconds. */
const SHORTEST_TOLD_MS = 16;

/** Two clocks tell of one key; they agree this well, in milliseconds. */
const SAME_KEY_MS = KEY_EVERY_MS / 2;

/** So many turns of the wheel go one way. */
const TURNS_ONE_WAY = 120;

/** How long keys took to be painted, and what went on meanwhile. */
export interface KeyTime {
  readonly phase: Phase;
  readonly durationMs: number;
}

/** The time between two frames, and what went on meanwhile. */
export type FrameTime = KeyTime;

interface Noted {
  readonly lanspread: { run(name: string, params: unknown): Promise<{ readonly ok: boolean }> };
  readonly benchNotes: PageNotes;
}

/** Lanspread's window with a hand on its keys and its wheel. */
export class DrivenWindow {
  readonly #app: ElectronApplication;
  readonly #page: Page;
  readonly #devtools: CDPSession;
  /** When the page's clock began, by the system's. */
  readonly #originMs: number;

  private constructor(
    app: ElectronApplication,
    page: Page,
    devtools: CDPSession,
    originMs: number,
  ) {
    this.#app = app;
    this.#page = page;
    this.#devtools = devtools;
    this.#originMs = originMs;
  }

  /** Opens it, waits for its library and for `gameId` to be there to fetch. */
  static async open(home: PeerHome, flags: readonly string[]): Promise<DrivenWindow> {
    const { executable, env } = chosenElectron();
    const app = await _electron.launch({
      executablePath: executable,
      args: [...windowArguments(home, flags)],
      env: { ...(process.env as Record<string, string>), ...env, LANGUAGE: 'en' },
    });
    const page = await app.firstWindow();
    await page.waitForSelector('[data-game-id][data-state="downloaded"]');
    await page.evaluate(watchPage);
    const originMs = await page.evaluate(() => performance.timeOrigin);
    return new DrivenWindow(app, page, await page.context().newCDPSession(page), originMs);
  }

  get pid(): number {
    return this.#app.process().pid ?? 0;
  }

  /** Has a game fetched and unpacked, or removed; resolves once that is done. */
  run(command: 'download' | 'remove', gameId: string): Promise<void> {
    return this.#run(command, { gameId });
  }

  /** Bytes a second from here on; 0 = no limit. */
  limitDownloads(bytesPerSecond: number): Promise<void> {
    return this.#run('change-settings', { downloadLimit: bytesPerSecond });
  }

  /** Resolves once that goes on. */
  async until(phase: Phase): Promise<void> {
    await this.#page.waitForFunction(
      (wanted) => (globalThis as unknown as Noted).benchNotes.phases.at(-1)?.phase === wanted,
      phase,
    );
  }

  /** Types in the search field and walks through the library until `end`. */
  async press(end: Promise<unknown>): Promise<readonly KeyTime[]> {
    const pressedMs: number[] = [];
    const over = overAfter(end);
    for (let stroke = 0; !over.aborted; stroke += 1) {
      pressedMs.push(await this.#pressKey(STROKES[stroke % STROKES.length] ?? 'ArrowDown'));
      await delay(KEY_EVERY_MS);
    }
    await delay(KEY_EVERY_MS);
    const { keys, phases } = await this.#takeNotes();
    // What was painted too soon to be told counts as the shortest that is.
    return pressedMs.map((atMs) => {
      const told = keys.find((key) => Math.abs(key.atMs - atMs) < SAME_KEY_MS);
      return { phase: phaseAt(phases, atMs), durationMs: told?.durationMs ?? SHORTEST_TOLD_MS };
    });
  }

  /** Turns the wheel over the library, down and up, until `end`. */
  async scroll(end: Promise<unknown>): Promise<readonly FrameTime[]> {
    const over = overAfter(end);
    await this.#setScrolling(true);
    for (let turn = 0; !over.aborted; turn += 1) {
      const isDown = Math.floor(turn / TURNS_ONE_WAY) % 2 === 0;
      const wheel = this.#devtools.send('Input.dispatchMouseEvent', {
        ...{ type: 'mouseWheel', x: 500, y: 400, deltaX: 0 },
        deltaY: isDown ? WHEEL_PIXELS : -WHEEL_PIXELS,
      });
      await Promise.all([wheel, delay(WHEEL_EVERY_MS)]);
    }
    await this.#setScrolling(false);
    const { frames, phases } = await this.#takeNotes();
    return frames.slice(1).map((atMs, index) => {
      const durationMs = atMs - (frames[index] ?? atMs);
      return { phase: phaseAt(phases, atMs), durationMs };
    });
  }

  async close(): Promise<void> {
    await this.#app.close();
  }

  async #run(command: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    const reply = await this.#page.evaluate(
      ([name, given]) => (globalThis as unknown as Noted).lanspread.run(name, given),
      [command, params] as const,
    );
    if (!reply.ok) throw new Error(`${command}: ${JSON.stringify(reply)}`);
  }

  // The key has the time at which it was sent: what it waits for in any process is counted.
  async #pressKey(key: string): Promise<number> {
    const sentMs = Date.now();
    const named = NAMED_KEYS[key];
    const event = {
      ...{ key, timestamp: sentMs / 1000 },
      ...(named === undefined ? { text: key } : { code: key, windowsVirtualKeyCode: named }),
    };
    await this.#devtools.send('Input.dispatchKeyEvent', {
      ...event,
      type: named === undefined ? 'keyDown' : 'rawKeyDown',
    });
    await this.#devtools.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp', text: '' });
    return sentMs - this.#originMs;
  }

  async #setScrolling(isScrolling: boolean): Promise<void> {
    await this.#page.evaluate((is) => {
      (globalThis as unknown as Noted).benchNotes.isScrolling = is;
    }, isScrolling);
  }

  async #takeNotes(): Promise<Pick<PageNotes, 'frames' | 'keys' | 'phases'>> {
    return this.#page.evaluate(() => {
      const { frames, keys, phases } = (globalThis as unknown as Noted).benchNotes;
      return { frames: frames.splice(0), keys: keys.splice(0), phases };
    });
  }
}

// A signal can be asked at any time; what a promise ends with is for those who wait for it.
function overAfter(end: Promise<unknown>): AbortSignal {
  const over = new AbortController();
  const finish = (): void => {
    over.abort();
  };
  end.then(finish, finish);
  return over.signal;
}

function phaseAt(phases: PageNotes['phases'], atMs: number): Phase {
  return phases.findLast((each) => each.atMs <= atMs)?.phase ?? 'idle';
}
