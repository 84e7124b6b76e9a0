import { describe, expect, it } from 'vitest';
import type { PeerId } from '../../shared/domain/ids.ts';
import type { LinkVerdict } from '../../shared/domain/link.ts';
import type { PersonRow } from '../../shared/window/state.ts';
import { blockedPeople } from './blocked-people.ts';

function aPerson(name: string, link: LinkVerdict): PersonRow {
  const peerId = name.padStart(32, '0') as PeerId;
  return { peerId, name, address: '10.0.0.2:1', via: 'discovery', games: 0, link, uploadSpeed: 0 };
}

describe('who does not get in here', () => {
  it('is whoever says so, whether this PC gets in there or not', () => {
    const people = [
      aPerson('Mo', 'blocked-here'),
      aPerson('Anna', 'blocked-both'),
      aPerson('Ben', 'blocked-there'),
      aPerson('Crissi', 'fine'),
      aPerson('Gandalf', 'checking'),
    ];
    const rows = Object.fromEntries(people.map((person) => [person.peerId, person]));
    expect(blockedPeople(rows)).toEqual(['Anna', 'Mo']);
    expect(blockedPeople({})).toEqual([]);
  });
});
