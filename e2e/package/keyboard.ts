import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

// The few requests of the X11 protocol that press a key; XTEST is the extension that does.
const HELLO = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const QUERY_EXTENSION = 98;
const GET_KEYBOARD_MAPPING = 101;
const FAKE_INPUT = { minor: 2, press: 2, release: 3, units: 9 } as const;
const REPLY_BYTES = 32;

/** Keys that write no character, as X11 names them (keysyms). */
const NAMED = { Enter: 0xff0d, Tab: 0xff09, Down: 0xff54 } as const;

export type NamedKey = keyof typeof NAMED;

/** A keyboard at a screen: its keys reach whatever window has the focus, as a player's do. */
export class Keyboard {
  readonly #socket: Socket;
  readonly #xtest: number;
  readonly #keycodes: ReadonlyMap<number, number>;

  private constructor(socket: Socket, xtest: number, keycodes: ReadonlyMap<number, number>) {
    this.#socket = socket;
    this.#xtest = xtest;
    this.#keycodes = keycodes;
  }

  static async plugInto(display: string): Promise<Keyboard> {
    const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`);
    await once(socket, 'connect');
    socket.write(HELLO);
    const welcome = await read(socket, 8);
    const setup = await read(socket, welcome.readUInt16LE(6) * 4);
    if (welcome[0] !== 1) throw new Error(`${display} refuses a keyboard: ${setup.toString()}`);
    const [first = 0, last = 0] = setup.subarray(26, 28);
    const xtest = await findXtest(socket);
    return new Keyboard(socket, xtest, await readKeycodes(socket, first, last));
  }

  press(key: NamedKey): void {
    this.#tap(NAMED[key]);
  }

  /** Types characters that need no Shift. */
  type(text: string): void {
    for (const character of text) this.#tap(character.charCodeAt(0));
  }

  unplug(): void {
    this.#socket.destroy();
  }

  #tap(keysym: number): void {
    const keycode = this.#keycodes.get(keysym);
    if (keycode === undefined) throw new Error(`This keyboard has no key for ${keysym}.`);
    for (const how of [FAKE_INPUT.press, FAKE_INPUT.release]) {
      const request = Buffer.alloc(FAKE_INPUT.units * 4);
      request.set([this.#xtest, FAKE_INPUT.minor, FAKE_INPUT.units, 0, how, keycode]);
      this.#socket.write(request);
    }
  }
}

async function findXtest(socket: Socket): Promise<number> {
  const name = 'XTEST';
  const request = Buffer.alloc(16);
  request.set([QUERY_EXTENSION, 0, request.length / 4, 0, name.length]);
  request.write(name, 8, 'latin1');
  socket.write(request);
  const reply = await read(socket, REPLY_BYTES);
  if (reply[8] !== 1) throw new Error('This screen takes no keys: it lacks XTEST.');
  return reply.readUInt8(9);
}

// Which key has a character on it without Shift.
async function readKeycodes(
  socket: Socket,
  first: number,
  last: number,
): Promise<ReadonlyMap<number, number>> {
  socket.write(Buffer.from([GET_KEYBOARD_MAPPING, 0, 2, 0, first, last - first + 1, 0, 0]));
  const reply = await read(socket, REPLY_BYTES);
  const keysyms = await read(socket, reply.readUInt32LE(4) * 4);
  const bytesPerKey = reply.readUInt8(1) * 4;
  const keycodes = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return new Map(
    keycodes.map((keycode) => [keysyms.readUInt32LE((keycode - first) * bytesPerKey), keycode]),
  );
}

async function read(socket: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const found = socket.read(bytes) as Buffer | null;
    if (found) return found;
    await once(socket, 'readable');
  }
}
