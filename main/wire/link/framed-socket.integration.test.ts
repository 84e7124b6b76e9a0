import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { Deferred } from '../../kit/deferred.ts';
import { makeIdentity } from '../identity.ts';
import { FramedSocket } from './framed-socket.ts';
import { encodeFrame } from './frames.ts';

const LIMIT_MS = 50;
const SLEEP_MS = 200;
const PATIENT_MS = 3_000;

const servers: Server[] = [];
const sockets: TLSSocket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** What a framed socket reads, and the other end of it. */
async function aPair() {
  const { privateKeyPem: key, certificatePem: cert } = await makeIdentity();
  const called = new Deferred<TLSSocket>();
  const server = createServer({ key, cert }, called.resolve).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const near = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
  sockets.push(near);
  const far = await called.promise;
  sockets.push(far);
  return { framed: new FramedSocket(near), far };
}

it('S25: what came while this PC slept counts, though the time is up', async () => {
  const { framed, far } = await aPair();
  const next = framed.next(LIMIT_MS);
  far.write(encodeFrame({ type: 'ping' }));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLEEP_MS);
  expect(await next).toEqual({ type: 'frame', message: { type: 'ping' } });
  expect(await framed.next(LIMIT_MS)).toEqual({ type: 'timeout' });
});

it('S25: after a sleep of this PC the next that comes is read at once, as is a close', async () => {
  const { framed, far } = await aPair();
  const first = framed.next(LIMIT_MS);
  far.write(encodeFrame({ type: 'ping' }));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, SLEEP_MS);
  await first;
  const second = framed.next(PATIENT_MS);
  // The turn that the sleep has left over is past.
  await turn();
  await turn();
  far.destroy();
  const start = performance.now();
  expect(await second).toEqual({ type: 'closed' });
  expect(performance.now() - start).toBeLessThan(PATIENT_MS / 2);
});
