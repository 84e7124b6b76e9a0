import type { PersonRow } from '../../shared/window/state.ts';

/** The names of those whose connections do not get in to this PC, in the order of the alphabet. */
export function blockedPeople(people: Readonly<Record<string, PersonRow>>): readonly string[] {
  return Object.values(people)
    .filter(({ link }) => link === 'blocked-here' || link === 'blocked-both')
    .map(({ name }) => name)
    .sort((left, right) => left.localeCompare(right));
}
