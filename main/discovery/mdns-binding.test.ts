import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { fuzzing } from '../../fixtures/fuzzing.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import { systemClock } from '../kit/clock.ts';
import type { Hint } from './hint.ts';
import { MdnsBinding } from './mdns-binding.ts';

const PATIENT = { timeout: 600_000 };
const ID = { alpha: 'a'.repeat(32), bravo: 'b'.repeat(32), forger: 'f'.repeat(32) };

// A multicast group in memory: what one socket sends, all receive, the sender too.
class Group {
  readonly members = new Set<FakeSocket>();
  readonly packets: Buffer[] = [];

  send(packet: Buffer, address: string): void {
    this.packets.push(packet);
    for (const member of this.members) {
      member.emit('message', packet, { address, family: 'IPv4', port: 5353, size: packet.length });
    }
  }
}

const nothing = () => undefined;

// What multicast-dns asks of a socket, and nothing of a network.
class FakeSocket extends EventEmitter {
  readonly #group: Group;
  readonly #address: string;
  bindError: Error | undefined;
  sendError: Error | undefined;
  isClosed = false;

  constructor(group: Group, address: string) {
    super();
    this.#group = group;
    this.#address = address;
  }

  bind(_port: number, _address: string, onBound: () => void): void {
    queueMicrotask(() => {
      if (this.bindError !== undefined) {
        this.emit('error', this.bindError);
        return;
      }
      this.#group.members.add(this);
      this.emit('listening');
      onBound();
    });
  }

  send(...args: unknown[]): void {
    const [packet, , , , , onSent] = args as [Buffer, 0, 0, 0, 0, (error?: Error) => void];
    if (this.sendError === undefined) this.#group.send(packet, this.#address);
    onSent(this.sendError);
  }

  close(onClosed?: () => void): void {
    this.isClosed = true;
    this.#group.members.delete(this);
    onClosed?.();
  }

  readonly addMembership = nothing;
  readonly dropMembership = nothing;
  readonly setMulticastTTL = nothing;
  readonly setMulticastLoopback = nothing;
  readonly setMulticastInterface = nothing;
}

const started: MdnsBinding[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((binding) => binding.stop()));
});

function aBinding(group: Group, peer: 'alpha' | 'bravo', prepare?: (socket: FakeSocket) => void) {
  const address = peer === 'alpha' ? '10.0.0.1' : '10.0.0.2';
  const hints: Hint[] = [];
  const problems: string[] = [];
  const sockets: FakeSocket[] = [];
  const time = { ms: 0 };
  const binding = new MdnsBinding(
    {
      address,
      announcement: { peerId: ID[peer] as PeerId, name: peer, host: '::', port: 41_641 },
      clock: { ...systemClock, monotonicMs: () => time.ms },
      onHint: (hint) => hints.push(hint),
      onProblem: (message) => problems.push(message),
    },
    () => {
      const socket = new FakeSocket(group, address);
      prepare?.(socket);
      sockets.push(socket);
      return socket;
    },
  );
  started.push(binding);
  // Sockets here open and deliver before the next turn of the loop.
  const start = async () => {
    binding.start();
    await setImmediate();
  };
  const tickAt = async (ms: number) => {
    time.ms = ms;
    binding.tick();
    await setImmediate();
  };
  const others = () => hints.filter(({ peerId }) => peerId !== ID[peer]);
  return { binding, start, tickAt, others, problems, sockets };
}

const systemError = (code: string, syscall: string) =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall });

// The announcement of alpha, told by somebody else under another name.
async function forgedAnnouncements(count: number): Promise<readonly Buffer[]> {
  const group = new Group();
  await aBinding(group, 'alpha').start();
  const announcement = group.packets.find((packet) => packet.includes(`id=${ID.alpha}`));
  const text = announcement?.toString('latin1') ?? '';
  return Array.from({ length: count }, (_, index) => {
    const name = `lanspread-${index.toString(16).padStart(16, '0')}`;
    const id = index.toString(16).padStart(32, '0');
    return Buffer.from(
      text.replaceAll(/lanspread-[0-9a-f]{16}/g, name).replaceAll(ID.alpha, id),
      'latin1',
    );
  });
}

describe('MdnsBinding', () => {
  it('S25: two peers find each other, whoever was there first', async () => {
    const group = new Group();
    const alpha = aBinding(group, 'alpha');
    const bravo = aBinding(group, 'bravo');
    await alpha.start();
    await bravo.start();
    expect(alpha.others()).toEqual([
      {
        peerId: ID.bravo,
        name: 'bravo',
        addresses: expect.arrayContaining(['10.0.0.2:41641']) as unknown,
      },
    ]);
    expect(bravo.others()[0]?.addresses[0]).toBe('10.0.0.1:41641');
  });

  it('asks anew after a while, and finds again who still answers', async () => {
    const group = new Group();
    const alpha = aBinding(group, 'alpha');
    const bravo = aBinding(group, 'bravo');
    await alpha.start();
    await bravo.start();
    await alpha.tickAt(29_999);
    expect(alpha.others()).toHaveLength(1);
    await alpha.tickAt(30_000);
    expect(alpha.others()).toHaveLength(2);
  });

  it('says goodbye and closes its socket', async () => {
    const group = new Group();
    const alpha = aBinding(group, 'alpha');
    await alpha.start();
    const before = group.packets.length;
    await alpha.binding.stop();
    expect(group.packets.length).toBe(before + 1);
    expect(alpha.sockets.map(({ isClosed }) => isClosed)).toEqual([true]);
  });

  it(
    'M1: survives packets that make no sense, and still finds a peer after them',
    PATIENT,
    async () => {
      const group = new Group();
      const alpha = aBinding(group, 'alpha');
      await alpha.start();
      const sound = (await forgedAnnouncements(1))[0] ?? Buffer.alloc(0);
      const mutation = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1 });
      fc.assert(
        fc.property(mutation, fc.nat(sound.length), (changes, cut) => {
          const packet = Buffer.from(sound.subarray(0, sound.length - cut));
          for (const [at, value] of changes) if (at < packet.length) packet[at] = value;
          group.send(packet, '10.0.0.66');
        }),
        fuzzing(2_000),
      );
      await aBinding(group, 'bravo').start();
      await alpha.tickAt(1_000_000);
      expect(alpha.others().map(({ peerId }) => peerId)).toContain(ID.bravo);
    },
  );

  it('M2: tells that the port is taken, and tries a new socket later', async () => {
    const group = new Group();
    let isTaken = true;
    const alpha = aBinding(group, 'alpha', (socket) => {
      if (isTaken) socket.bindError = systemError('EADDRINUSE', 'bind');
    });
    await aBinding(group, 'bravo').start();
    await alpha.start();
    expect(new Set(alpha.problems)).toEqual(
      new Set([
        'Peers can’t be found over 10.0.0.1: another program keeps UDP port 5353 to itself. Connect to them by address; discovery keeps trying.',
      ]),
    );

    isTaken = false;
    await alpha.tickAt(29_999);
    expect(alpha.sockets).toHaveLength(1);
    await alpha.tickAt(30_000);
    expect(alpha.others().map(({ peerId }) => peerId)).toEqual([ID.bravo]);
  });

  it('M2: tells that nothing can be sent, without a throw', async () => {
    const group = new Group();
    const alpha = aBinding(group, 'alpha', (socket) => {
      socket.sendError = systemError('ENETUNREACH', 'send');
    });
    await alpha.start();
    await aBinding(group, 'bravo').start();
    expect(alpha.problems[0]).toContain('does not take part in multicast');
  });

  it('M3: hears at most 256 services of a flood, and starts over at the next look', async () => {
    const group = new Group();
    const alpha = aBinding(group, 'alpha');
    await alpha.start();
    for (const packet of await forgedAnnouncements(1_000)) group.send(packet, '10.0.0.66');
    // Its own announcement was the first of the 256.
    expect(alpha.others()).toHaveLength(255);

    await aBinding(group, 'bravo').start();
    expect(alpha.others().map(({ peerId }) => peerId)).not.toContain(ID.bravo);
    await alpha.tickAt(1);
    expect(alpha.others().map(({ peerId }) => peerId)).toContain(ID.bravo);
  });

  it('M3: answers one question a packet, so that nobody can make a storm of one', async () => {
    const group = new Group();
    const alpha = aBinding(group, 'alpha');
    await alpha.start();
    const question = group.packets.find((packet) => !packet.includes('id=')) ?? Buffer.alloc(0);
    const answersTo = async (packet: Buffer) => {
      const before = group.packets.length;
      group.send(packet, '10.0.0.66');
      await setImmediate();
      return group.packets.length - before - 1;
    };
    expect(await answersTo(question)).toBe(1);

    const storm = Buffer.concat([question, ...Array<Buffer>(20).fill(question.subarray(12))]);
    storm.writeUInt16BE(21, 4);
    expect(await answersTo(storm)).toBe(0);
  });

  it('M4: announces itself though somebody answers for its name', async () => {
    const group = new Group();
    const forger = new FakeSocket(group, '10.0.0.66');
    group.members.add(forger);
    let echoes = 0;
    forger.on('message', (packet: Buffer) => {
      // Each packet comes back with the answer bit set, as if its name were taken.
      if (++echoes > 20) return;
      const answer = Buffer.from(packet);
      answer.writeUInt16BE(0x8400, 2);
      group.send(answer, '10.0.0.66');
    });
    const bravo = aBinding(group, 'bravo');
    await bravo.start();
    await aBinding(group, 'alpha').start();
    expect(bravo.others().map(({ peerId }) => peerId)).toContain(ID.alpha);
  });
});
