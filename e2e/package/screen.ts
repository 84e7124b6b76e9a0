import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { type Display, openDisplay } from '../window/display.ts';

/** How often a screen is looked at while a test waits, in milliseconds. */
const LOOK_MS = 100;

/** A screen rests when so many looks in a row were alike. */
const SAME_LOOKS = 4;

/** So many pixels may change on a screen that rests. */
const RESTLESS_PIXELS = 600;

const SHOWN_LIMIT_MS = 30_000;

/** Where an XWD image says how it is laid out, in bytes; its numbers are 32 bits, high byte first. */
const XWD = { headerBytes: 0, height: 20, bytesPerLine: 48, colours: 76 } as const;
const XWD_COLOUR_BYTES = 12;

/** The part of a pixel that is its colour. */
const RGB = 0xffffff;

/** A colour as the window's styles write it, `#4ade8a`. */
export type Colour = `#${string}`;

/** What was on a screen at one moment. */
export class Picture {
  readonly #pixels: Uint32Array;

  /** Takes an XWD image of four bytes a pixel, blue first, with no gap between lines. */
  constructor(image: Buffer) {
    const at = (field: number): number => image.readUInt32BE(field);
    const start = at(XWD.headerBytes) + at(XWD.colours) * XWD_COLOUR_BYTES;
    const end = start + at(XWD.height) * at(XWD.bytesPerLine);
    const from = image.byteOffset;
    this.#pixels = new Uint32Array(image.buffer.slice(from + start, from + end));
  }

  /** How many pixels have a colour, by colour. */
  count(): ReadonlyMap<Colour, number> {
    const counts = new Map<number, number>();
    for (const pixel of this.#pixels) {
      const colour = pixel & RGB;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return new Map([...counts].map(([colour, count]) => [nameOf(colour), count]));
  }

  /** Whether it is the same but for a caret that blinks or a light that pulses. */
  isLike(other: Picture): boolean {
    let differing = 0;
    for (let at = 0; at < this.#pixels.length; at += 1) {
      if (this.#pixels[at] !== other.#pixels[at]) differing += 1;
    }
    return differing <= RESTLESS_PIXELS;
  }
}

/** A screen of its own whose pixels can be read: Xvfb keeps them in a file. */
export class Screen {
  readonly #opened: Display;
  readonly #folder: string;

  private constructor(opened: Display, folder: string) {
    this.#opened = opened;
    this.#folder = folder;
  }

  static async open(): Promise<Screen> {
    const folder = await mkdtemp(join(tmpdir(), 'lanspread-screen-'));
    const opened = await openDisplay(['-fbdir', folder]);
    if (!opened) throw new Error('This test needs Xvfb, which is not installed.');
    return new Screen(opened, folder);
  }

  /** What `DISPLAY` has to say. */
  get display(): string {
    return this.#opened.display;
  }

  async close(): Promise<void> {
    await this.#opened.close();
    await rm(this.#folder, { recursive: true });
  }

  async look(): Promise<Picture> {
    return new Picture(await readFile(join(this.#folder, 'Xvfb_screen0')));
  }

  /** What is shown once it fits and moves no more. */
  async resting(fits: (picture: Picture) => boolean): Promise<Picture> {
    const deadline = Date.now() + SHOWN_LIMIT_MS;
    let [last, same] = [await this.look(), 0];
    while (Date.now() < deadline) {
      await wait(LOOK_MS);
      const now = await this.look();
      same = now.isLike(last) ? same + 1 : 0;
      last = now;
      if (same >= SAME_LOOKS && fits(last)) return last;
    }
    throw new Error(`The screen never came to rest as: ${fits.toString()}\n${mostOf(last)}`);
  }
}

/** Opens screens for one test at a time, and closes them after it. */
export function useScreen(): () => Promise<Screen> {
  const open: Screen[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((screen) => screen.close()));
  });
  return async () => {
    const screen = await Screen.open();
    open.push(screen);
    return screen;
  };
}

function mostOf(picture: Picture): string {
  const counts = [...picture.count()].sort(([, one], [, other]) => other - one);
  return `${counts.length} colours, most of them ${JSON.stringify(counts.slice(0, 8))}`;
}

function nameOf(colour: number): Colour {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
