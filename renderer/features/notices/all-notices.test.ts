import { describe, expect, it } from 'vitest';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { NoticeRow } from '../../../shared/window/state.ts';
import type { Message } from '../../state/ui-store.ts';
import { de } from '../../strings/de.ts';
import { en } from '../../strings/en.ts';
import { allNotices, doubles } from './all-notices.ts';
import { helpFor } from './help.ts';
import { noticeWords } from './notice-words.ts';

const ggoo = 'ggoo' as GameId;
const row: NoticeRow = {
  id: 1,
  kind: 'problem',
  code: 'no-space',
  text: 'No space.',
  gameId: ggoo,
};
const refusal: Message = {
  id: 1,
  type: 'refused',
  failure: { code: 'no-space', message: 'ggoo: no space.' },
  gameId: ggoo,
};

describe('the messages', () => {
  it('tell once what both main and the window tell', () => {
    expect(allNotices([row], [refusal])).toMatchObject([{ from: 'main', text: 'No space.' }]);
    expect(doubles(row, [refusal])).toEqual([refusal]);
  });

  it('tell both where they are about different games', () => {
    const other = { ...refusal, gameId: 'cnc4' as GameId };
    expect(allNotices([row], [other])).toHaveLength(2);
  });

  it('tell both where they are about no game', () => {
    const general = { ...refusal, gameId: undefined };
    expect(allNotices([{ ...row, gameId: null }], [general])).toHaveLength(2);
  });

  it('are a problem where a verified game has wrong files, and else good news', () => {
    const verified = { id: 2, type: 'verified', gameId: ggoo } as const;
    expect(allNotices([], [{ ...verified, wrongFiles: 3 }])).toMatchObject([{ kind: 'problem' }]);
    expect(allNotices([], [{ ...verified, wrongFiles: 0 }])).toMatchObject([{ kind: 'info' }]);
  });
});

describe('their words', () => {
  const [notice] = allNotices([row], []);

  it('name the game in every language', () => {
    if (!notice) throw new Error('There is one message.');
    const german = noticeWords(notice, 'GGOO', de);
    expect(german.headline).toBe('GGOO: Zu wenig Platz.');
    expect(noticeWords(notice, 'GGOO', en).detail).toBe('No space.');
  });

  it('are what main said where no game is known', () => {
    const [general] = allNotices([{ ...row, gameId: null }], []);
    if (!general) throw new Error('There is one message.');
    expect(noticeWords(general, undefined, en)).toEqual({
      headline: 'No space.',
      detail: undefined,
    });
    expect(noticeWords(general, undefined, de)).toEqual({
      headline: 'Zu wenig Platz.',
      detail: 'No space.',
    });
  });

  it('tell how many files are wrong', () => {
    const message: Message = { id: 2, type: 'verified', gameId: ggoo, wrongFiles: 1 };
    const [verified] = allNotices([], [message]);
    if (!verified) throw new Error('There is one message.');
    expect(noticeWords(verified, 'GGOO', en).headline).toBe(
      'One file of GGOO is not as it should be.',
    );
  });
});

describe('a game that did not start', () => {
  it('is named, with what main says of it', () => {
    const failure = { code: 'io-error', message: 'It has no game_start.sh.' } as const;
    const [notice] = allNotices([], [{ id: 3, type: 'not-started', failure, gameId: ggoo }]);
    if (!notice) throw new Error('There is one message.');
    expect(notice).toMatchObject({ kind: 'problem', isNotStarted: true });
    expect(noticeWords(notice, 'GGOO', en)).toEqual({
      headline: 'GGOO did not start.',
      detail: 'It has no game_start.sh.',
    });
    expect(noticeWords(notice, 'GGOO', de).headline).toBe('GGOO ist nicht gestartet.');
  });
});

const ANYTHING = { canFetch: true, canVerify: true };

describe('the one button', () => {
  it('looks at the own copy where its archive is damaged, if there is one', () => {
    expect(helpFor('archive-invalid', ANYTHING)).toBe('verify');
    expect(helpFor('archive-invalid', { ...ANYTHING, canVerify: false })).toBeUndefined();
  });

  it('tries again only what somebody here can give', () => {
    expect(helpFor('sources-lost', ANYTHING)).toBe('try-again');
    expect(helpFor('sources-lost', { ...ANYTHING, canFetch: false })).toBeUndefined();
  });

  it('opens the settings where space is missing, with or without a game', () => {
    expect(helpFor('no-space', { canFetch: false, canVerify: false })).toBe('settings');
  });

  it('is not there where nothing helps', () => {
    expect(helpFor('internal', ANYTHING)).toBeUndefined();
    expect(helpFor(null, ANYTHING)).toBeUndefined();
  });
});
