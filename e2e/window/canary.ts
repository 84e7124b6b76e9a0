import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';

/** A server of this PC that nobody may ever reach: it counts who does. */
export interface Canary {
  readonly url: string;
  readonly visits: readonly string[];
}

/** A canary for all tests of a file. */
export function useCanary(): () => Canary {
  const visits: string[] = [];
  let server: Server | undefined;
  let url = '';
  beforeAll(async () => {
    const started = createServer((request, response) => {
      visits.push(request.url ?? '');
      response.end('<p>somewhere else</p>');
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server?.close();
    server?.closeAllConnections();
  });
  return () => ({ url, visits });
}
