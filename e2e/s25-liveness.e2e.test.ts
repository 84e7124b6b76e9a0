import { setTimeout as pass } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { noteTime } from './lab/figures.ts';
import { describeInLab, type Switch, useLab } from './lab/lab.ts';
import { type Namespace } from './lab/namespace.ts';
import { type Peer } from './party/peer.ts';
import { NODE, ENTRY, type Runtime } from './party/program.ts';
import { useParty } from './party/party.ts';

const LEFT_WITHIN_MS = 1_000;
const BACK_WITHIN_MS = 5_000;
const GONE_WITHIN_MS = 15_000;
const SHORT_SLEEP_MS = 8_000;
/** Three pings, so that a clock that jumps has its chance to end a session. */
const WATCHED_MS = 16_000;

const FLAGS = ['--discovery', '--listen', '[::]:41641'];

// Loaded into the program: its wall clock jumps an hour ahead and back again, every second.
const JUMPING_CLOCK = `data:text/javascript,${encodeURIComponent(`
  const trueTime = Date.now.bind(Date);
  Date.now = () => trueTime() + (Math.floor(performance.now() / 1_000) % 2) * 3_600_000;
`)}`;

describeInLab('who comes and goes', () => {
  const lab = useLab();
  const party = useParty();

  it('S25: a PC that leaves is gone within 1 s, one that is killed too, and both are back within 5 s', async (context) => {
    const lan = await lab.switch();
    const { peer: anna } = await joins(lan, 1);
    for (const [host, end] of [
      [2, 'leaves'],
      [3, 'is killed'],
    ] as const) {
      const { peer, pc } = await joins(lan, host);
      await sees(anna, peer);
      await noteTime(context, `a PC that ${end} is gone`, LEFT_WITHIN_MS, async () => {
        void (end === 'leaves' ? peer.shutdown() : peer.kill());
        await loses(anna, peer, LEFT_WITHIN_MS);
      });
      await peer.program.ended;
      await noteTime(context, `a PC that ${end} is back`, BACK_WITHIN_MS, async () => {
        await party.launch(peer.home, FLAGS, pc.runtime);
        await sees(anna, peer, 2);
      });
    }
  });

  it('S25, W18: a PC without its cable is gone within 15 s, as is one asleep; both are back within 5 s', async (context) => {
    const lan = await lab.switch();
    const { peer: anna } = await joins(lan, 1);
    const { peer: unplugged, cable } = await joins(lan, 2);
    const { peer: sleeper } = await joins(lan, 3);
    await anna.run('wait-peers', { count: 2 });
    await unplugged.run('wait-peers', { count: 2 });

    cable.pull();
    sleeper.program.signal('SIGSTOP');
    await Promise.all([
      noteTime(context, 'a PC without its cable is gone', GONE_WITHIN_MS, () =>
        loses(anna, unplugged, GONE_WITHIN_MS),
      ),
      noteTime(context, 'a PC that sleeps is gone', GONE_WITHIN_MS, () =>
        loses(anna, sleeper, GONE_WITHIN_MS),
      ),
    ]);

    cable.putBack();
    sleeper.program.signal('SIGCONT');
    await Promise.all([
      noteTime(context, 'a PC with its cable again is back', BACK_WITHIN_MS, () =>
        sees(anna, unplugged, 2),
      ),
      noteTime(context, 'a PC that wakes up is back', BACK_WITHIN_MS, () => sees(anna, sleeper, 2)),
    ]);
    const lost = anna.eventsOf('peer-lost').map(({ peer_id }) => peer_id);
    expect(lost.toSorted()).toEqual([unplugged.peerId, sleeper.peerId].toSorted());
  });

  it('S25, W18: a nap of 8 s, a pulled cable of 5 s and clocks that jump lose nobody', async () => {
    const lan = await lab.switch();
    const peers = [
      (await joins(lan, 1, jumping)).peer,
      (await joins(lan, 2, jumping)).peer,
      (await joins(lan, 3)).peer,
    ] as const;
    const { peer: shaken, cable } = await joins(lan, 4);
    const all = [...peers, shaken];
    for (const peer of all) await peer.run('wait-peers', { count: 3 });

    // Nothing is to happen in this time, so there is no event to wait for.
    peers[2].program.signal('SIGSTOP');
    cable.pull();
    await pass(5_000);
    cable.putBack();
    await pass(SHORT_SLEEP_MS - 5_000);
    peers[2].program.signal('SIGCONT');
    await pass(WATCHED_MS - SHORT_SLEEP_MS);

    for (const peer of all) {
      expect((await peer.run('list-peers')).peers).toHaveLength(3);
      expect(peer.eventsOf('peer-lost')).toEqual([]);
    }
  });

  async function joins(lan: Switch, host: number, within = plain) {
    const pc = await lab.pc();
    const cable = lan.plug(pc, 'lan', `10.1.0.${host}/24`);
    const peer = await party.start({ name: `pc${host}`, runtime: within(pc), flags: FLAGS });
    return { pc, cable, peer };
  }
});

function plain({ runtime }: Namespace): Runtime {
  return runtime;
}

function jumping(pc: Namespace): Runtime {
  const before = pc.runtime.args.slice(0, -2);
  return { ...pc.runtime, args: [...before, NODE, '--import', JUMPING_CLOCK, ENTRY] };
}

/** Waits until a peer has been seen so many times. */
async function sees(peer: Peer, other: Peer, times = 1): Promise<void> {
  const told = () => peer.eventsOf('peer-connected').filter((it) => it.peer_id === other.peerId);
  await peer.waitFor('peer-connected', () => told().length >= times);
}

async function loses(peer: Peer, other: Peer, limitMs: number): Promise<void> {
  await peer.waitFor('peer-lost', ({ peer_id }) => peer_id === other.peerId, limitMs);
}
