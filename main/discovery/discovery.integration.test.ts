import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { addressesToAnnounceOn } from './interfaces.ts';

// Loopback of a namespace of its own: no packet of these tests comes near a real network.
const AS_ROOT = process.getuid?.() === 0 ? [] : ['--map-root-user'];
const IN_NAMESPACE = [...AS_ROOT, '--net', 'sh', '-euc'];
const MULTICAST_ON_LOOPBACK =
  'ip link set lo up; ip link set lo multicast on; ip route add 224.0.0.0/4 dev lo';
const TWO_PEERS = `${MULTICAST_ON_LOOPBACK}; "$@" a & "$@" b & wait`;

/** S25: peers find each other within this time. */
const FOUND_WITHIN_MS = 3_000;

// Says on stdout what it finds; runs until it is killed.
const PEER = `
  import { Discovery } from '${new URL('./discovery.ts', import.meta.url).href}';
  import { systemClock } from '${new URL('../kit/clock.ts', import.meta.url).href}';
  const [letter] = process.argv.slice(-1);
  const discovery = new Discovery({ clock: systemClock, onFault: console.error });
  const startedAtMs = performance.now();
  discovery.listen((event) =>
    console.log(JSON.stringify({ letter, afterMs: performance.now() - startedAtMs, ...event })),
  );
  discovery.start({ peerId: letter.repeat(32), name: 'peer ' + letter, host: '::', port: 41641 });
`;

const running = new Set<() => Promise<void>>();
afterEach(async () => {
  await Promise.all([...running].map((stop) => stop()));
  running.clear();
});

function canMakeNamespaces(): boolean {
  return spawnSync('unshare', [...IN_NAMESPACE, MULTICAST_ON_LOOPBACK]).status === 0;
}

// The lines of two peers in one namespace of their own; a limit ends the wait for more.
async function* linesOfTwoPeers(): AsyncGenerator<Record<string, unknown>> {
  const peer = [process.execPath, '--input-type=module', '-e', PEER];
  const child = spawn('unshare', [...IN_NAMESPACE, TWO_PEERS, 'sh', ...peer], {
    // A group of its own, so that the peers end with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(async () => {
    const ended = child.exitCode !== null || child.signalCode !== null || once(child, 'exit');
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  });
  for await (const line of createInterface({ input: child.stdout })) {
    yield JSON.parse(line) as Record<string, unknown>;
  }
}

describe('Discovery on a network', () => {
  if (!canMakeNamespaces()) {
    it('S25: (no network namespace can be made here) a PC by itself looks on loopback', () => {
      const interfaces = Object.entries(networkInterfaces());
      const loopback = interfaces.filter(([, all]) => all?.every(({ internal }) => internal));
      expect(addressesToAnnounceOn(Object.fromEntries(loopback), '::')).toEqual(['127.0.0.1']);
    });
    return;
  }

  it('S25: two processes find each other within 3 s', async () => {
    const found = new Map<unknown, Record<string, unknown>>();
    for await (const line of linesOfTwoPeers()) {
      found.set(line['letter'], line);
      if (found.size === 2) break;
    }
    expect(found.get('a')).toMatchObject({
      type: 'found',
      peerId: 'b'.repeat(32),
      name: 'peer b',
      addresses: ['127.0.0.1:41641'],
    });
    expect(found.get('b')).toMatchObject({ type: 'found', peerId: 'a'.repeat(32) });
    for (const { afterMs } of found.values()) expect(afterMs).toBeLessThan(FOUND_WITHIN_MS);
  });
});
