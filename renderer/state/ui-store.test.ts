import { beforeEach, describe, expect, it } from 'vitest';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Failure } from '../../shared/errors.ts';
import { dismissMessage, openGame, tell, togglePeople, uiStore } from './ui-store.ts';

const ggoo = 'ggoo' as GameId;

function refused(message: string) {
  const failure: Failure = { code: 'internal', message };
  return { type: 'refused', failure, gameId: ggoo } as const;
}

beforeEach(() => {
  uiStore.setState(uiStore.getInitialState(), true);
});

describe('messages of the window', () => {
  it('tell the same once, at the top', () => {
    tell(refused('a'));
    tell(refused('b'));
    tell(refused('a'));
    expect(uiStore.getState().messages).toMatchObject([
      { failure: { message: 'a' } },
      { failure: { message: 'b' } },
    ]);
  });

  it('are at most three', () => {
    for (const message of ['a', 'b', 'c', 'd']) tell(refused(message));
    expect(uiStore.getState().messages).toHaveLength(3);
  });

  it('go when they are read, and no other goes with them', () => {
    tell(refused('a'));
    tell({ type: 'verified', gameId: ggoo, wrongFiles: 0 });
    const [newest] = uiStore.getState().messages;
    dismissMessage(newest?.id ?? 0);
    expect(uiStore.getState().messages).toMatchObject([{ type: 'refused' }]);
  });
});

describe('the side panel', () => {
  it('shows people at the first press and nothing at the second', () => {
    togglePeople();
    expect(uiStore.getState().panel).toEqual({ type: 'people' });
    togglePeople();
    expect(uiStore.getState().panel).toBeUndefined();
  });

  it('goes from a game to people at one press', () => {
    openGame(ggoo);
    togglePeople();
    expect(uiStore.getState().panel).toEqual({ type: 'people' });
  });
});
