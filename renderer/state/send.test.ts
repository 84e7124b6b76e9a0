import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Failure } from '../../shared/errors.ts';
import { send } from './send.ts';
import { uiStore } from './ui-store.ts';

const ggoo = 'ggoo' as GameId;

function answerWith(answer: () => Promise<unknown>): void {
  vi.stubGlobal('window', { lanspread: { run: answer } });
}

function refuse(error: Failure): void {
  answerWith(() => Promise.resolve({ ok: false, error }));
}

beforeEach(() => {
  uiStore.setState(uiStore.getInitialState(), true);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

it('tells the player what main refused', async () => {
  refuse({ code: 'no-space', message: 'No space.' });
  await send('download', { gameId: ggoo }, ggoo);
  expect(uiStore.getState().messages).toMatchObject([
    { type: 'refused', gameId: ggoo, failure: { code: 'no-space' } },
  ]);
});

it('tells nothing of what the player has stopped', async () => {
  refuse({ code: 'cancelled', message: 'Stopped.' });
  await send('download', { gameId: ggoo }, ggoo);
  expect(uiStore.getState().messages).toEqual([]);
});

it('tells it, too, where main does not answer', async () => {
  answerWith(() => Promise.reject(new Error('gone')));
  await send('rescan', {});
  expect(uiStore.getState().messages).toMatchObject([{ failure: { code: 'internal' } }]);
});
