import { expect, it } from 'vitest';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { LinkVerdict } from '../../shared/domain/link.ts';
import type { PersonRow } from '../../shared/window/state.ts';
import { ownTrouble } from './own-trouble.ts';

function people(...links: readonly LinkVerdict[]): Record<string, PersonRow> {
  const rows = links.map((link, index) => {
    const peerId = String(index).padStart(32, '0') as PeerId;
    const person = { peerId, name: 'Anna', address: '10.0.0.2:1', via: 'discovery' } as const;
    return [peerId, { ...person, games: 0, link, uploadSpeed: 0 }] as const;
  });
  return Object.fromEntries(rows);
}

const NOBODY = { outOfReach: [] };

it('says nothing where all is well, or only others have trouble', () => {
  expect(ownTrouble({}, NOBODY)).toBeUndefined();
  const others = people('fine', 'checking', 'blocked-there', 'slow-there', 'unannounced');
  expect(ownTrouble(others, NOBODY)).toBeUndefined();
});

it('names those whom no connection reaches', () => {
  const trouble = { type: 'blocked-both', names: ['Ben', 'Mo'] };
  expect(ownTrouble(people('slow-here'), { outOfReach: ['Ben', 'Mo'] })).toEqual(trouble);
});

it('says first what is worst: the own firewall, then who is out of reach, then the own card', () => {
  const all = people('fine', 'slow-here', 'blocked-here');
  expect(ownTrouble(all, { outOfReach: ['Ben'] })).toEqual({ type: 'blocked-here' });
  expect(ownTrouble(people('slow-here'), NOBODY)).toEqual({ type: 'slow-here' });
});
