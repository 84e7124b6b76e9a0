import { describe, expect, it } from 'vitest';
import type { PeerId } from '../../../shared/domain/ids.ts';
import { survivor } from './session-rule.ts';

const small = '1'.repeat(32) as PeerId;
const large = '2'.repeat(32) as PeerId;

describe('of two sessions with one peer', () => {
  it.each([
    // Both dialled at once: what the smaller id has opened stays, seen from both ends.
    { own: small, old: 'out', oldAt: 7, next: 'in', nextAt: 7, stays: 'existing' },
    { own: small, old: 'in', oldAt: 7, next: 'out', nextAt: 7, stays: 'newcomer' },
    { own: large, old: 'out', oldAt: 7, next: 'in', nextAt: 7, stays: 'newcomer' },
    { own: large, old: 'in', oldAt: 7, next: 'out', nextAt: 7, stays: 'existing' },
    // The same end opened both: it has given up the old one.
    { own: small, old: 'out', oldAt: 7, next: 'out', nextAt: 7, stays: 'newcomer' },
    { own: small, old: 'in', oldAt: 7, next: 'in', nextAt: 7, stays: 'newcomer' },
    { own: large, old: 'out', oldAt: 7, next: 'out', nextAt: 7, stays: 'newcomer' },
    { own: large, old: 'in', oldAt: 7, next: 'in', nextAt: 7, stays: 'newcomer' },
    // The other end was restarted: its old session is dead, whoever opened what.
    { own: small, old: 'out', oldAt: 7, next: 'in', nextAt: 8, stays: 'newcomer' },
    { own: small, old: 'in', oldAt: 7, next: 'out', nextAt: 8, stays: 'newcomer' },
    { own: large, old: 'out', oldAt: 7, next: 'in', nextAt: 8, stays: 'newcomer' },
    { own: large, old: 'in', oldAt: 7, next: 'out', nextAt: 8, stays: 'newcomer' },
    { own: large, old: 'in', oldAt: 7, next: 'in', nextAt: 8, stays: 'newcomer' },
  ] as const)(
    'S2, S11: own id $own, old $old ($oldAt), new $next ($nextAt): the $stays stays',
    ({ own, old, oldAt, next, nextAt, stays }) => {
      const existing = { direction: old, instance: oldAt };
      const newcomer = { direction: next, instance: nextAt };
      const peer = own === small ? large : small;
      expect(survivor(existing, newcomer, { own, peer })).toBe(stays);
    },
  );

  it('S2: both ends keep the same connection, in whatever order they see the two', () => {
    const keptBy = (own: PeerId, first: 'in' | 'out'): string => {
      const second = first === 'in' ? 'out' : 'in';
      const peer = own === small ? large : small;
      const facts = (direction: 'in' | 'out') => ({ direction, instance: 7 });
      const stays = survivor(facts(first), facts(second), { own, peer });
      const direction = stays === 'existing' ? first : second;
      return direction === 'out' ? own : peer;
    };
    const openers = [small, large].flatMap((own) => [keptBy(own, 'in'), keptBy(own, 'out')]);
    expect(new Set(openers)).toEqual(new Set([small]));
  });
});
