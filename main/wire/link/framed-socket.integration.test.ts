import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { Deferred } from '../../kit/deferred.ts';
import { makeIdentity } from '../identity.ts';
import { FramedSocket } from './framed-socket.ts';
import { encodeFrame } from './frames.ts';

const LIMIT_MS = 50;
const SLEEP_MS = 200;

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
