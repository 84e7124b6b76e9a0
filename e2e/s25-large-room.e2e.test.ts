import { setTimeout as pass } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { LARGE_ROOM_PAUSE, PING_MS, SESSION_SILENCE_MS } from '../main/wire/limits.ts';
import { note, noteTime } from './lab/figures.ts';
import { describeInLab, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

/** `npm run lab` looks at a larger room than `npm test`, where it is one in which pings are seldom. */
const USUAL_PCS = 22;
const PCS = Number(process.env['LANSPREAD_LAB_PCS'] ?? USUAL_PCS);
const STARTED_AT_ONCE = 2;
const STARTED_WITHIN_MS = 60_000;
const SEEN_WITHIN_MS = 5_000;
// mDNS announces a newcomer again after 3, 12, 39 and 120 s: a large room is idle after that.
const SETTLED_MS = PCS > USUAL_PCS ? 130_000 : 10_000;
/** Pings of each session in the time watched: its sessions ping in step, so one more or less counts for all. */
const WATCHED_PINGS = PCS > USUAL_PCS ? 12 : 3;
const WATCHED_MS = WATCHED_PINGS * PING_MS * LARGE_ROOM_PAUSE;
/** So many stand still at once: of their many pings, some are due at the worst moment. */
const NAPPERS = 5;
const NAP_MS = 5_000;
const MOST_IDLE_BYTES_PER_SECOND = 2_000;
const MAC = /link\/ether (\S+)/;
const TEST_LIMIT_MS = 480_000;

describeInLab('a large room', () => {
  const lab = useLab();
  const party = useParty();

  it(
    `S25: ${PCS} PCs all see each other within 5 s of the last start, are quiet then, and lose nobody to a nap of 5 s`,
    async (context) => {
      const lan = await lab.switch();
      const pcs = [];
      for (let host = 1; host <= PCS; host += 1) {
        const pc = await lab.pc();
        lan.plug(pc, 'lan', `10.1.0.${host}/24`);
        pcs.push(pc);
      }
      introduceAll(pcs);
      const peers: Peer[] = [];
      for (let next = 0; next < PCS; next += STARTED_AT_ONCE) {
        const some = pcs.slice(next, next + STARTED_AT_ONCE).map(({ runtime }, index) => {
          const flags = ['--discovery', '--listen', '[::]:41641'];
          return party.start({
            name: `pc${next + index}`,
            runtime,
            flags,
            limitMs: STARTED_WITHIN_MS,
          });
        });
        peers.push(...(await Promise.all(some)));
      }
      await noteTime(context, `${PCS} PCs all see each other`, SEEN_WITHIN_MS, () => {
        const args = { count: PCS - 1, timeout_ms: 60_000 };
        return Promise.all(peers.map((peer) => peer.run('wait-peers', args)));
      });

      await pass(SETTLED_MS);
      // Each by its own time: asking them all takes a while.
      const ratesOf = pcs.map((pc) => rateOf(pc));
      await pass(WATCHED_MS);
      const rates = ratesOf.map((rate) => rate());
      note(context, {
        what: `idle traffic a PC in a room of ${PCS}, sent and received`,
        value: Math.round(Math.max(...rates)) / 1_000,
        limit: MOST_IDLE_BYTES_PER_SECOND / 1_000,
        unit: 'kB/s',
      });

      // Last, as who wakes up has much to say at once, and does so in step for a while.
      await napOf(peers.slice(0, NAPPERS));
      await pass(SESSION_SILENCE_MS - NAP_MS);
      expect(peers.flatMap((peer) => peer.eventsOf('peer-lost'))).toEqual([]);
    },
    TEST_LIMIT_MS,
  );
});

/** Begins to count what a PC sends and receives; gives its bytes a second since then. */
function rateOf(pc: Namespace): () => number {
  const [startBytes, startMs] = [pc.bytesOf('lan'), performance.now()];
  return () => (1_000 * (pc.bytesOf('lan') - startBytes)) / (performance.now() - startMs);
}

async function napOf(peers: readonly Peer[]): Promise<void> {
  for (const { program } of peers) program.signal('SIGSTOP');
  await pass(NAP_MS);
  for (const { program } of peers) program.signal('SIGCONT');
}

// The kernel remembers 1,024 neighbours for all its namespaces together: fewer than a large room has.
function introduceAll(pcs: readonly Namespace[]): void {
  const macs = pcs.map((pc) => MAC.exec(pc.run('ip -o link show dev lan'))?.[1] ?? '');
  const lines = macs.map((mac, index) => {
    return `neigh replace 10.1.0.${index + 1} lladdr ${mac} dev lan nud permanent`;
  });
  for (const pc of pcs) pc.run(`ip -batch - <<'END'\n${lines.join('\n')}\nEND`);
}
