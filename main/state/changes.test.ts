import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultSettings } from '../../shared/window/settings.ts';
import { applyChange, type AppState } from '../../shared/window/state.ts';
import { changesBetween } from './changes.ts';

// Only keys and equality of rows matter here.
const rows = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 0, max: 2 }));
const states = fc
  .record({ games: rows, people: rows, transfers: rows, speed: fc.integer({ min: 0, max: 2 }) })
  .map(({ games, people, transfers, speed }) => {
    const self = { downloadSpeed: speed };
    const state = {
      ...{ self, settings: defaultSettings('x'), done: [], notices: [] },
      games: keyed(games, 'id'),
      people: keyed(people, 'peerId'),
      transfers: keyed(transfers, 'gameId'),
    };
    return state as unknown as AppState;
  });

function keyed(values: Readonly<Record<string, number>>, key: string) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { [key]: name, value }]),
  );
}

it('turns any state into any other, and says nothing where they are the same', () => {
  fc.assert(
    fc.property(states, states, (before, after) => {
      expect(changesBetween(before, after).reduce(applyChange, before)).toEqual(after);
      expect(changesBetween(after, structuredClone(after))).toEqual([]);
    }),
  );
});
