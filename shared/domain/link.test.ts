import { describe, expect, it } from 'vitest';
import { isTrouble, type LinkFacts, linkVerdict, type LinkVerdict } from './link.ts';

const fine: LinkFacts = {
  reachesIt: 'yes',
  reachesMe: 'yes',
  hears: { multicast: true, beacon: true },
  isHeard: { multicast: true, beacon: true },
  card: { name: 'eth0', mbit: 1_000 },
  peerMbit: 2_500,
};
const nothing = { multicast: false, beacon: false };
const eth = (mbit: number | null) => ({ name: 'eth0', mbit });

const table: readonly (readonly [string, Partial<LinkFacts>, LinkVerdict])[] = [
  ['all is well', {}, 'fine'],
  [
    'nothing but the two ways is known',
    { hears: null, isHeard: null, card: null, peerMbit: null },
    'fine',
  ],
  ['the speed of the cards is not told', { card: eth(null), peerMbit: null }, 'fine'],
  ['multicast alone is dropped', { hears: { multicast: false, beacon: true } }, 'fine'],
  ['broadcast alone is dropped', { isHeard: { multicast: true, beacon: false } }, 'fine'],
  ['it has not told yet', { reachesMe: 'unknown' }, 'checking'],
  ['it was not tried yet', { reachesIt: 'unknown' }, 'checking'],
  ['it can not get in here', { reachesMe: 'no' }, 'blocked-here'],
  [
    'it can not get in here, and was not tried',
    { reachesMe: 'no', reachesIt: 'unknown' },
    'blocked-here',
  ],
  ['nothing gets in there', { reachesIt: 'no' }, 'blocked-there'],
  [
    'nothing gets in there, and it has not told',
    { reachesIt: 'no', reachesMe: 'unknown' },
    'blocked-there',
  ],
  ['nothing gets in anywhere', { reachesIt: 'no', reachesMe: 'no' }, 'blocked-both'],
  ['the own cable is old', { card: eth(100) }, 'slow-here'],
  ['its cable is old', { peerMbit: 10 }, 'slow-there'],
  ['both cables are old', { card: eth(100), peerMbit: 100 }, 'slow-here'],
  ['a firewall is worse than a cable', { reachesMe: 'no', card: eth(10) }, 'blocked-here'],
  ['none of its announcements come', { hears: nothing }, 'unannounced'],
  ['none of the own announcements arrive', { isHeard: nothing }, 'unannounced'],
  ['a cable is worse than silence', { hears: nothing, peerMbit: 100 }, 'slow-there'],
];

describe('the verdict on a link', () => {
  it.each(table)('where %s is %j: %s', (_, facts, verdict) => {
    expect(linkVerdict({ ...fine, ...facts })).toBe(verdict);
  });

  it('is trouble only where there is something to do', () => {
    const verdicts = [...new Set(table.map(([, , verdict]) => verdict))];
    expect(verdicts.filter((verdict) => !isTrouble(verdict)).sort()).toEqual(['checking', 'fine']);
  });
});
