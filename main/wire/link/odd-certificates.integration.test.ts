import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../../fixtures/loop/loop-watch.ts';
import { useLoopWatch } from '../../../fixtures/loop/use-loop-watch.ts';
import { CalledStranger } from '../../../fixtures/wire/called-stranger.ts';
import { type CertificateWish, oddCertificate } from '../../../fixtures/wire/odd-certificate.ts';
import { tlsOf } from '../../../fixtures/wire/tls-of.ts';
import { startWirePeer, type WirePeer } from '../../../fixtures/wire/wire-peer.ts';
import { parseAddress } from '../address.ts';
import { openDataConnection } from '../data-connection.ts';
import { makeIdentity } from '../identity.ts';
import type { KeyPair } from '../make-key.ts';
import { peerIdOf } from '../peer-id.ts';
import { encodeFrame } from './frames.ts';
import { helloMessage } from './hello.ts';

useLoopWatch(LoopWatch.ofWorkers());

const HANDSHAKE_MS = 2_000;
const KIB = 1024;
const never = new AbortController().signal;
const facts = { name: 'mallory', appVersion: '1.2.3', instance: 1, listenPort: 1 };

interface Odd extends CertificateWish {
  readonly what: string;
}

const RSA = { name: 'RSASSA-PKCS1-v1_5', publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' };

const refused: readonly Odd[] = [
  { what: 'an RSA key', algorithm: { ...RSA, modulusLength: 2048 } },
  { what: 'an RSA key of 4096 bits', algorithm: { ...RSA, modulusLength: 4096 } },
  { what: 'a P-384 key', algorithm: { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' } },
  { what: 'a P-521 key', algorithm: { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' } },
  { what: 'an Ed25519 key', algorithm: { name: 'Ed25519' } },
  { what: 'a megabyte of certificate', ballast: 1024 * KIB },
];

// A clock that is wrong is no lie about who one is.
const accepted: readonly Odd[] = [
  { what: 'that has expired', notBefore: '1999-01-01', notAfter: '2001-01-01' },
  { what: 'that is not valid yet', notBefore: '2150-01-01', notAfter: '2199-01-01' },
  { what: 'that ends before it begins', notBefore: '2030-01-01', notAfter: '2020-01-01' },
  { what: 'of 50 KiB', ballast: 50 * KIB },
];

let victim: WirePeer;
let honest: WirePeer;
const sockets: Socket[] = [];
const strangers: CalledStranger[] = [];

beforeAll(async () => {
  [victim, honest] = await Promise.all([
    startWirePeer({ limits: { handshakeMs: HANDSHAKE_MS } }),
    startWirePeer(),
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

describe('W19: a caller with a certificate', () => {
  it.each(refused)('with $what is cut off, and is nobody', async (odd) => {
    const key = await oddCertificate(odd);
    const socket = calling(key);
    await closed(socket);
    await honest.visit(victim);
    expect(peersOfVictim()).not.toContain(idOf(key));
  });

  it.each(accepted)('W16: $what is who its key says', async (odd) => {
    const key = await oddCertificate(odd);
    calling(key);
    await victim.until(() => peersOfVictim().includes(idOf(key)), 'the session');
    await honest.visit(victim);
  });
});

describe('W19: a called peer with a certificate', () => {
  it.each(refused)('with $what is refused in one sentence', async (odd) => {
    const key = await oddCertificate(odd);
    const address = await serving(key);
    await expect(victim.network.dial(address, never)).rejects.toMatchObject({
      code: expect.stringMatching(/^peer-(refused|unreachable)$/) as string,
      message: expect.stringMatching(/^[\d.:]+ [^\n]{10,120}$/) as string,
    });
    const target = { identity: await makeIdentity(), hello: facts, peerId: idOf(key), address };
    await expect(openDataConnection(target, never)).rejects.toMatchObject({
      code: expect.stringMatching(/^peer-(refused|unreachable)$/) as string,
    });
    await honest.visit(victim);
  });

  it.each(accepted)('W16: $what is who its key says', async (odd) => {
    const key = await oddCertificate(odd);
    const { peerId } = await victim.network.dial(await serving(key), never);
    expect(peerId).toBe(idOf(key));
  });
});

function peersOfVictim(): readonly string[] {
  return victim.of('session-opened').map(({ peerId }) => peerId);
}

function idOf({ certificatePem }: KeyPair) {
  return peerIdOf(new X509Certificate(certificatePem).publicKey);
}

function kept<S extends Socket>(socket: S): S {
  sockets.push(socket.on('error', () => undefined).resume());
  return socket;
}

/** A session as a real peer would open it, with that key. */
function calling(key: KeyPair): TLSSocket {
  const socket = kept(connect({ ...parseAddress(victim.address), ...tlsOf(key) }));
  socket.write(encodeFrame(helloMessage(facts, 'session')));
  return socket;
}

// An alert of the other end is told as an error before the end.
async function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise((resolve) => socket.once('close', resolve));
}

async function serving(key: KeyPair): Promise<string> {
  const stranger = await CalledStranger.listen(key, (socket) => {
    socket.write(encodeFrame(helloMessage(facts)));
  });
  strangers.push(stranger);
  return stranger.address;
}
