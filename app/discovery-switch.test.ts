import { expect, it } from 'vitest';
import type { Announcement } from '../main/discovery/announcement.ts';
import type { PeerId } from '../shared/domain/ids.ts';
import { DiscoverySwitch } from './discovery-switch.ts';

const self = { peerId: 'a'.repeat(32) as PeerId, name: 'alpha', host: '::', port: 41_641 };

function setUp(isOn: boolean) {
  const calls: string[] = [];
  const discovery = {
    start: ({ name }: Announcement) => calls.push(`announce ${name}`),
    stop: () => {
      calls.push('announce nobody');
      return Promise.resolve();
    },
  };
  const engine = { look: (isLooking: boolean) => calls.push(isLooking ? 'look' : 'do not look') };
  return { calls, finding: new DiscoverySwitch(discovery, engine, isOn) };
}

it('S25.3: looks for peers once this peer listens, and announces each name', () => {
  const { calls, finding } = setUp(true);
  finding.announce(self);
  finding.announce({ ...self, name: 'anna' });
  expect(calls).toEqual(['announce alpha', 'look', 'announce anna']);
});

it('S25.3: does nothing of it while it is off', async () => {
  const { calls, finding } = setUp(false);
  finding.announce(self);
  expect(calls).toEqual([]);
  await finding.set(true);
  await finding.set(true);
  expect(calls).toEqual(['look', 'announce alpha']);
  await finding.set(false);
  expect(calls.slice(2)).toEqual(['do not look', 'announce nobody']);
});

it('S25.3: waits for this peer to listen where it is turned on before', async () => {
  const { calls, finding } = setUp(false);
  await finding.set(true);
  expect(calls).toEqual([]);
  finding.announce(self);
  expect(calls).toEqual(['announce alpha', 'look']);
});
