import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred } from '../../../fixtures/engine/waiting.ts';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { CalledStranger } from '../../../fixtures/wire/called-stranger.ts';
import { SERVED } from '../../../fixtures/wire/served-folder.ts';
import { MAX_MANIFEST_BYTES } from '../../manifest/manifest-codec.ts';
import { type DataConnection, openDataConnection } from '../data-connection.ts';
import { makeIdentity } from '../identity.ts';
import { encodeFrame } from '../link/frames.ts';
import { helloMessage } from '../link/hello.ts';

useLoopWatch(LoopWatch.ofAll());

const never = new AbortController().signal;
const [guest, mallory] = await Promise.all([makeIdentity(), makeIdentity()]);
const hello = encodeFrame(helloMessage({ name: 'mallory', appVersion: '6.6.6' }));
const ASKED = 100_000;

let stranger: CalledStranger | undefined;

afterEach(() => {
  stranger?.stop();
});

/** The address of a peer with a right id that does what `behave` says. */
async function hostile(behave: (socket: TLSSocket) => void): Promise<string> {
  stranger = await CalledStranger.listen(mallory, behave);
  return stranger.address;
}

async function open(address: string): Promise<DataConnection> {
  const target = { identity: guest, peerId: mallory.peerId, address, stallMs: 300 };
  return openDataConnection({ ...target, hello: { name: 'guest', appVersion: '1' } }, never);
}

/** Says hello, and `answer` to the first request (the second frame that comes). */
function answering(...answer: readonly Uint8Array[]): (socket: TLSSocket) => void {
  return (socket) => {
    socket.write(hello);
    let heard = '';
    socket.on('data', (bytes: Buffer) => {
      const before = heard.includes('get-');
      heard += bytes.toString('latin1');
      if (before || !heard.includes('get-')) return;
      for (const piece of answer) socket.write(piece);
    });
  };
}

/** Asks for `ASKED` bytes in the middle of a buffer whose rest must stay as it is. */
async function ask(connection: DataConnection) {
  const whole = new Uint8Array(ASKED + 2_000).fill(0xee);
  const ranges = [{ path: 'a.eti', offset: 0, length: ASKED }];
  const asked = connection.requestBlocks(
    { ...SERVED, ranges, withHashes: false },
    whole.subarray(1_000),
  );
  const outcome = await asked.catch((error: unknown) => error);
  const guards = [...whole.subarray(0, 1_000), ...whole.subarray(1_000 + ASKED)];
  expect(guards.every((byte) => byte === 0xee)).toBe(true);
  return { outcome, whole };
}

function header(length: number, id = 1): Buffer {
  return encodeFrame({ id, status: 'ok', length });
}

describe('a server that breaks the rules', () => {
  it.each([
    { what: 'announces more than was asked for', answer: [header(ASKED + 1)] },
    { what: 'announces less', answer: [header(ASKED - 1)] },
    { what: 'answers another request', answer: [header(ASKED, 2)] },
    { what: 'sends a frame that is no answer', answer: [encodeFrame({ type: 'ping' })] },
    { what: 'sends an endless frame', answer: [Buffer.alloc(4, 0xff)] },
    { what: 'sends noise', answer: [Buffer.alloc(5_000, 0x41)] },
    { what: 'announces a negative length', answer: [header(-1)] },
  ])('W10: and $what is refused, and the connection ends', async ({ answer }) => {
    const connection = await open(await hostile(answering(...answer)));
    const { outcome } = await ask(connection);
    expect(outcome).toMatchObject({ code: 'peer-refused' });
    expect(connection.isOpen).toBe(false);
  });

  it('W10: and sends more than it announced fills no byte behind the target', async () => {
    const body = Buffer.alloc(ASKED + 500_000, 0x41);
    const connection = await open(await hostile(answering(header(ASKED), body)));
    const { outcome, whole } = await ask(connection);
    expect(outcome).toBe('received');
    expect(whole.subarray(1_000, 1_000 + ASKED).every((byte) => byte === 0x41)).toBe(true);
    await expect(ask(connection)).resolves.toMatchObject({
      outcome: { code: 'peer-refused' },
    });
  });

  it('W2: and stops in the middle of an answer is given up in time', async () => {
    const connection = await open(await hostile(answering(header(ASKED), Buffer.alloc(1_000))));
    const { outcome } = await ask(connection);
    expect(outcome).toMatchObject({ code: 'timeout' });
  });

  it('W4: and closes in the middle of an answer fails the request at once', async () => {
    const address = await hostile((socket) => {
      answering(header(ASKED), Buffer.alloc(1_000))(socket);
      socket.on('data', () => setImmediate(() => socket.end()));
    });
    const connection = await open(address);
    const { outcome } = await ask(connection);
    expect(outcome).toMatchObject({ code: 'peer-unreachable' });
  });

  it('W12: and announces a manifest beyond all bounds gets no memory for it', async () => {
    const connection = await open(await hostile(answering(header(MAX_MANIFEST_BYTES + 1))));
    const asked = connection.requestDescriptors({ ...SERVED, form: 'manifest' });
    await expect(asked).rejects.toMatchObject({ code: 'peer-refused' });
  });

  it('W5: and sends frames that nobody asked for is cut off', async () => {
    const address = await hostile((socket) => {
      socket.write(hello);
      for (let count = 0; count < 10_000; count += 1) socket.write(header(1, count));
    });
    const connection = await open(address).catch((error: unknown) => error);
    const outcome =
      connection instanceof Error ? connection : (await ask(connection as DataConnection)).outcome;
    expect(outcome).toMatchObject({ code: 'peer-refused' });
  });

  it.each([
    { what: 'a giant hello', bytes: Buffer.alloc(4, 0x7f) },
    { what: 'a hello of another protocol', bytes: encodeFrame({ type: 'hello', protocol: 2 }) },
    { what: 'no hello', bytes: encodeFrame({ type: 'ping' }) },
    { what: 'noise', bytes: Buffer.alloc(10_000, 0x41) },
  ])('W1, W8: that begins with $what is refused', async ({ bytes }) => {
    const address = await hostile((socket) => socket.write(bytes));
    await expect(open(address)).rejects.toMatchObject({ code: 'peer-refused' });
  });

  it('W4: that closes before its hello is unreachable', async () => {
    const address = await hostile((socket) => socket.end());
    await expect(open(address)).rejects.toMatchObject({ code: 'peer-unreachable' });
  });

  it('W10: writes nothing into a target whose request was given up', async () => {
    const closed = deferred<unknown>();
    const address = await hostile((socket) => {
      answering(header(ASKED), Buffer.alloc(10, 0x41))(socket.once('close', closed.resolve));
    });
    const connection = await open(address);
    const whole = new Uint8Array(ASKED).fill(0xee);
    const ranges = [{ path: 'a.eti', offset: 0, length: ASKED }];
    const asked = connection.requestBlocks({ ...SERVED, ranges, withHashes: false }, whole);
    connection.close();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
    await closed.promise;
    expect(whole.every((byte) => byte === 0xee)).toBe(true);
  });
});
