import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fuzzing } from '../../fixtures/fuzzing.ts';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../fixtures/loop/use-loop-watch.ts';
import { CalledStranger } from '../../fixtures/wire/called-stranger.ts';
import { changedFrames } from '../../fixtures/wire/changed-frames.ts';
import {
  ANSWER_FRAMES,
  ANSWER_LENGTHS,
  REQUEST_FRAMES,
  SESSION_FRAMES,
} from '../../fixtures/wire/recorded-frames.ts';
import { SERVED } from '../../fixtures/wire/served-folder.ts';
import { tlsOf } from '../../fixtures/wire/tls-of.ts';
import { startWirePeer, type WirePeer } from '../../fixtures/wire/wire-peer.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { parseAddress } from './address.ts';
import { openDataConnection } from './data-connection.ts';
import { type Identity, makeIdentity } from './identity.ts';

useLoopWatch(LoopWatch.ofAll());

// Each takes a TLS connection.
const RUNS = fuzzing(60, 0.01);
const PATIENT = { timeout: 60_000 + RUNS.numRuns * 2_000 };
const SHORT_MS = 150;
const HONEST_DIAL_MS = 1_000;
const never = new AbortController().signal;
const shortly = { handshakeMs: 2_000, dataStallMs: SHORT_MS, sessionSilenceMs: SHORT_MS };

let victim: WirePeer;
let honest: WirePeer;
let mallory: Identity;
const sockets: Socket[] = [];
const strangers: CalledStranger[] = [];

beforeAll(async () => {
  [victim, honest, mallory] = await Promise.all([
    startWirePeer({ limits: { ...shortly, pingMs: SHORT_MS / 3 } }),
    startWirePeer(),
    makeIdentity(),
  ]);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const stranger of strangers.splice(0)) stranger.stop();
  expect(victim.faults).toEqual([]);
});

afterAll(async () => {
  await Promise.all([victim.network.stop(), honest.network.stop()]);
});

function kept<S extends Socket>(socket: S): S {
  sockets.push(socket.on('error', () => undefined).resume());
  return socket;
}

/** An honest peer gets in, soon, while all of that goes on. */
async function expectHonestDial(): Promise<void> {
  const startMs = performance.now();
  const { sessionId } = await honest.network.dial(victim.address, never);
  expect(performance.now() - startMs).toBeLessThan(HONEST_DIAL_MS);
  honest.network.hangUp(sessionId);
  await honest.endOf(sessionId);
}

describe('W19: what was recorded, with changed bytes, over TLS', () => {
  it.each([
    { what: 'a session', recorded: SESSION_FRAMES },
    { what: 'requests', recorded: REQUEST_FRAMES },
  ])('$what of a caller ends that connection alone', PATIENT, async ({ recorded }) => {
    const conversation = changedFrames(recorded).map((bytes) => [recorded[0] ?? bytes, bytes]);
    await fc.assert(
      fc.asyncProperty(conversation, async (pieces) => {
        const socket = kept(connect({ ...parseAddress(victim.address), ...tlsOf(mallory) }));
        await once(socket, 'secureConnect');
        for (const bytes of pieces) socket.write(bytes);
        // Nothing that it says keeps a connection open that says no more.
        await closed(socket);
      }),
      RUNS,
    );
    await expectHonestDial();
  });

  it(
    'answers to a fetch end it with a clear failure, or with what was asked for',
    PATIENT,
    async () => {
      let answers: Uint8Array = Buffer.alloc(0);
      const address = await serving((socket) => socket.end(answers));
      await fc.assert(
        fc.asyncProperty(changedFrames(ANSWER_FRAMES), async (bytes) => {
          answers = Buffer.concat([ANSWER_FRAMES[0] ?? bytes, bytes]);
          const outcome = await fetchOne(address).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(LanspreadError);
          else expect(['received', 'not-available']).toContain(outcome);
        }),
        RUNS,
      );
    },
  );

  it('a session of the called end ends that session alone', PATIENT, async () => {
    let said: Uint8Array = Buffer.alloc(0);
    const address = await serving((socket) => socket.end(said));
    const conversation = changedFrames(SESSION_FRAMES);
    await fc.assert(
      fc.asyncProperty(conversation, async (bytes) => {
        said = Buffer.concat([SESSION_FRAMES[0] ?? bytes, bytes]);
        await victim.network.dial(address, never).catch((error: unknown) => {
          expect(error).toBeInstanceOf(LanspreadError);
        });
        await victim.until(() => openAtVictim() === 0, 'the end of the session');
      }),
      RUNS,
    );
    await expectHonestDial();
  });
});

// A connection that is cut with bytes of it unread ends with an error here; that is as good an end.
async function closed(socket: Socket): Promise<void> {
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
}

function openAtVictim(): number {
  return victim.of('session-opened').length - victim.of('session-closed').length;
}

async function serving(behave: (socket: TLSSocket) => void): Promise<string> {
  const stranger = await CalledStranger.listen(mallory, behave);
  strangers.push(stranger);
  return stranger.address;
}

/** What becomes of a request for the three hundred bytes that the recording answers with. */
async function fetchOne(address: string): Promise<string> {
  const own = { identity: victim.identity, hello: { name: 'guest', appVersion: '1' } };
  const target = { ...own, peerId: mallory.peerId, address, stallMs: SHORT_MS };
  const connection = await openDataConnection(target, never);
  const ranges = [{ path: 'a.eti', offset: 0, length: ANSWER_LENGTHS[0] }];
  const place = new Uint8Array(ANSWER_LENGTHS[0] + 1).fill(0xee);
  try {
    const asked = connection.requestBlocks({ ...SERVED, ranges, withHashes: false }, place);
    return await asked;
  } finally {
    connection.close();
    expect(place.at(-1)).toBe(0xee);
  }
}
