import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { residentMegabytes } from '../tools/bench/measured-peer.ts';
import { processorSecondsOf } from '../tools/bench/window/processes.ts';
import { note, noteTime } from './lab/figures.ts';
import { describeInLab, type Switch, useLab } from './lab/lab.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const FORGER = join(import.meta.dirname, 'lab', 'mdns-forger.ts');
const BEACON_PORT = 41_642;
const FLOOD_S = 6;
const ASKED_EVERY_MS = 200;
const MOST_WORK_S = FLOOD_S / 2;
/** Five programs share the processor with the flood, and whatever else this machine does. */
const SLOWEST_ANSWER_S = 3;
const FOUND_WITHIN_MS = 3_000;
/** In the middle of a flood only every third second brings a new look. */
const FOUND_IN_FLOOD_MS = 8_000;
const MOST_MEGABYTES_MORE = 100;
/** What the dial budget allows one PC: a room at once, then so many a second. */
const MOST_DIALS = 128 + 16 * (FLOOD_S + 3);

describeInLab('a prankster on the network', () => {
  const lab = useLab();
  const party = useParty();

  it('M1 to M4: forged, damaged and giant mDNS, goodbyes and taken names harm nobody', async (context) => {
    const lan = await lab.switch();
    const forger = await lab.pc();
    lan.plug(forger, 'lan', '10.1.0.66/24');
    const [first, second] = [await joins(lan, 1), await joins(lan, 2)];
    await sees(first, second);
    const before = await megabytesOf(first);
    const worked = await processorSecondsOf(first.program.pid ?? 0);

    const flood = forger.start([FORGER, '10.1.0.66', String(FLOOD_S)]);
    await flood.firstLine;
    const answered = slowestAnswer(first, flood.ended);
    const third = await joins(lan, 3);
    await noteTime(context, 'found in the flood', FOUND_IN_FLOOD_MS, () =>
      Promise.all([sees(first, third), sees(second, third)]),
    );
    const slowest = await answered;
    const work = (await processorSecondsOf(first.program.pid ?? 0)) - worked;
    expect(flood.printed()).toMatch(/^[1-9]\d* names taken$/m);
    note(context, { what: 'slowest answer', value: slowest, limit: SLOWEST_ANSWER_S, unit: 's' });
    const what = `processor time in ${FLOOD_S} s of flood`;
    note(context, { what, value: Number(work.toFixed(2)), limit: MOST_WORK_S, unit: 's' });
    const fourth = await joins(lan, 4);
    await noteTime(context, 'found after the flood', FOUND_WITHIN_MS, () => sees(first, fourth));

    const more = (await megabytesOf(first)) - before;
    note(context, { what: 'memory', value: more, limit: MOST_MEGABYTES_MORE, unit: 'MB more' });
    const dials = { what: 'dials of four PCs', value: forger.refusedDials(), unit: '' } as const;
    note(context, { ...dials, limit: 4 * MOST_DIALS });
    for (const peer of [first, second, third, fourth]) {
      await peer.run('wait-peers', { count: 3 });
      expect((await peer.run('list-peers')).peers).toHaveLength(3);
      expect(peer.eventsOf('peer-lost')).toEqual([]);
      // Nobody that was forged is told of, not even as out of reach.
      expect(peer.eventsOf('link-changed')).toEqual([]);
    }
  });

  // Nothing but mDNS: it has to stand the flood alone.
  async function joins(lan: Switch, host: number): Promise<Peer> {
    const pc = await lab.pc();
    lan.plug(pc, 'lan', `10.1.0.${host}/24`);
    pc.dropPackets(BEACON_PORT);
    const flags = ['--discovery', '--listen', '[::]:41641'];
    return party.start({ name: `pc${host}`, runtime: pc.runtime, flags });
  }
});

async function sees(peer: Peer, other: Peer): Promise<void> {
  await peer.waitFor('peer-connected', ({ peer_id }) => peer_id === other.peerId);
}

/** The longest time that a peer took for an answer until something has ended, in seconds. */
async function slowestAnswer(peer: Peer, ended: Promise<unknown>): Promise<number> {
  const over = new AbortController();
  void ended.then(() => {
    over.abort();
  });
  let slowestMs = 0;
  while (!over.signal.aborted) {
    const startMs = performance.now();
    await peer.run('status');
    slowestMs = Math.max(slowestMs, performance.now() - startMs);
    await pass(ASKED_EVERY_MS);
  }
  return Math.round(slowestMs) / 1_000;
}

async function megabytesOf({ program }: Peer): Promise<number> {
  return Math.round(await residentMegabytes(program.pid ?? 0));
}
