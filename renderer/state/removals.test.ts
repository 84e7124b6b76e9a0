import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GameId } from '../../shared/domain/ids.ts';
import { planRemoval, plannedRemovals, undoRemoval, UNDO_MS } from './removals.ts';

const ggoo = 'ggoo' as GameId;
let sent: unknown[] = [];

beforeEach(() => {
  sent = [];
  vi.useFakeTimers();
  const run = (name: string, params: unknown) => {
    sent.push([name, params]);
    return Promise.resolve({ ok: true, data: undefined });
  };
  vi.stubGlobal('window', { lanspread: { run } });
});

afterEach(() => {
  undoRemoval(ggoo);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('removes nothing before the time to undo is over', () => {
  planRemoval(ggoo, 'remove');
  vi.advanceTimersByTime(UNDO_MS - 1);
  expect(sent).toEqual([]);
  expect(plannedRemovals.getState()).toEqual({ ggoo: 'remove' });

  vi.advanceTimersByTime(1);
  expect(sent).toEqual([['remove', { gameId: ggoo }]]);
  expect(plannedRemovals.getState()).toEqual({});
});

it('removes nothing that was taken back', () => {
  planRemoval(ggoo, 'remove');
  undoRemoval(ggoo);
  vi.advanceTimersByTime(10 * UNDO_MS);
  expect(sent).toEqual([]);
});

it('does only the last of two wishes for a game', () => {
  planRemoval(ggoo, 'remove');
  planRemoval(ggoo, 'uninstall');
  vi.advanceTimersByTime(10 * UNDO_MS);
  expect(sent).toEqual([['uninstall', { gameId: ggoo }]]);
});
