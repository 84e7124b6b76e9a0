import { setTimeout as pass } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { note, noteTime } from './lab/figures.ts';
import { describeInLab, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const BEACON_PORT = 41_642;
const MDNS_PORT = 5_353;
const FOUND_WITHIN_MS = 3_000;
const FOUND_ONE_WAY_MS = 8_000;
const FLOOD_S = 5;
/** What the dial budget allows one PC: a room at once, then so many a second. */
const MOST_DIALS = 128 + 16 * (FLOOD_S + 3);
const ISOLATED_WATCHED_MS = 5_000;

const KEEP_MDNS_PORT = `require('dgram').createSocket('udp4').bind(${MDNS_PORT}, () => console.log('kept'))`;

// Thousands of beacons a second, each of another peer behind another port, and noise for mDNS.
const FLOOD = `
  const { randomBytes } = require('crypto');
  const socket = require('dgram').createSocket('udp4').bind(0, () => {
    socket.setBroadcast(true);
    socket.setMulticastInterface('10.1.0.3');
    const untilMs = Date.now() + ${FLOOD_S} * 1000;
    const timer = setInterval(() => {
      for (let count = 0; count < 20; count += 1) {
        const id = randomBytes(16).toString('hex');
        const port = 1024 + Math.floor(Math.random() * 60000);
        const name = '<b>\\\\u202e__proto__';
        socket.send(JSON.stringify({ lanspread: 1, id, name, port }), ${BEACON_PORT}, '10.1.0.255');
        socket.send(randomBytes(200), ${MDNS_PORT}, '224.0.0.251');
      }
      if (Date.now() > untilMs) { clearInterval(timer); socket.close(); }
    }, 10);
  });
`;

describeInLab('odd networks', () => {
  const lab = useLab();
  const party = useParty();

  it.each([
    { what: 'mDNS', port: MDNS_PORT },
    { what: 'the beacon', port: BEACON_PORT },
  ])('S25: PCs find each other where $what is dropped', async ({ port }) => {
    const pcs = await aLan(2);
    for (const { pc } of pcs) pc.dropPackets(port);
    const peers = [await startIn(pcs[0]?.pc, 'one'), await startIn(pcs[1]?.pc, 'other')];
    for (const peer of peers) {
      await peer.run('wait-peers', { count: 1, timeout_ms: FOUND_ONE_WAY_MS });
    }
  });

  it('S25: where neither comes through, a typed address is the way', async () => {
    const pcs = await aLan(2);
    for (const { pc } of pcs) {
      pc.dropPackets(MDNS_PORT);
      pc.dropPackets(BEACON_PORT);
    }
    const [first, second] = [await startIn(pcs[0]?.pc, 'one'), await startIn(pcs[1]?.pc, 'other')];
    const inVain = await first.attempt('wait-peers', { count: 1, timeout_ms: FOUND_WITHIN_MS });
    expect(inVain).toMatchObject({ ok: false, error: { code: 'timeout' } });
    const port = second.address.split(':').at(-1) ?? '';
    await first.run('connect', { address: `10.1.0.2:${port}` });
    expect((await second.run('list-peers')).peers).toMatchObject([{ peer_id: first.peerId }]);
  });

  it('M2: PCs find each other where another program keeps the port of mDNS to itself', async (context) => {
    const [one, other] = await aLan(2);
    const keeper = one?.pc.start(['-e', KEEP_MDNS_PORT]);
    await keeper?.firstLine;
    const first = await startIn(one?.pc, 'one');
    const second = await startIn(other?.pc, 'other');
    await noteTime(context, 'found', FOUND_ONE_WAY_MS, () => sees(first, second));
    const { message } = await first.waitFor('diagnostic');
    expect(message).toContain('another program keeps UDP port 5353 to itself');
  });

  it('S25: PCs that an access point keeps apart find who is on the cable, and stay calm', async () => {
    const [one, other, wired] = await aLan(3);
    one?.cable.isolate();
    other?.cable.isolate();
    const third = await startIn(wired?.pc, 'wired');
    const apart = [await startIn(one?.pc, 'one'), await startIn(other?.pc, 'other')];
    await third.run('wait-peers', { count: 2 });
    for (const peer of apart) await peer.run('wait-peers', { count: 1 });
    // They hear of each other from the third, and can't reach each other: nothing is to happen.
    await pass(ISOLATED_WATCHED_MS);
    for (const peer of [...apart, third]) expect(peer.eventsOf('peer-lost')).toEqual([]);
    for (const peer of apart) {
      expect((await peer.run('list-peers')).peers).toMatchObject([{ peer_id: third.peerId }]);
    }
  });

  it('M1, M3: a flood of forged peers and noise hides nobody, and draws few dials', async (context) => {
    const [one, other, forger] = await aLan(3);
    const first = await startIn(one?.pc, 'one');
    const flood = forger?.pc.start(['-e', FLOOD]);
    const second = await startIn(other?.pc, 'other');
    await noteTime(context, 'found in the flood', FOUND_WITHIN_MS, () => sees(first, second));
    await flood?.ended;
    for (const [what, peer] of [
      ['one', first],
      ['other', second],
    ] as const) {
      expect((await peer.run('list-peers')).peers, what).toHaveLength(1);
    }
    // The forger's system refuses each of them.
    const value = forger?.pc.refusedDials() ?? Infinity;
    expect(value).toBeGreaterThan(0);
    note(context, { what: 'dials of two PCs', value, limit: 2 * MOST_DIALS, unit: '' });
  });

  async function aLan(count: number) {
    const lan = await lab.switch();
    const pcs = [];
    for (let host = 1; host <= count; host += 1) {
      const pc = await lab.pc();
      pcs.push({ pc, cable: lan.plug(pc, 'lan', `10.1.0.${host}/24`) });
    }
    return pcs;
  }

  function startIn(pc: Namespace | undefined, name: string): Promise<Peer> {
    if (!pc) throw new Error(`There is no PC for ${name}.`);
    return party.start({ name, runtime: pc.runtime, flags: ['--discovery', '--listen', '[::]:0'] });
  }
});

async function sees(peer: Peer, other: Peer): Promise<void> {
  await peer.waitFor('peer-connected', ({ peer_id }) => peer_id === other.peerId);
}
