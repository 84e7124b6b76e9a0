import { describe, expect, it } from 'vitest';
import { aGameCard } from '../../fixtures/window/a-game-card.ts';
import { aTransfer } from '../../fixtures/window/a-transfer.ts';
import type { GameCard } from '../../shared/window/state.ts';
import {
  cardStatus,
  isHeld,
  mainAction,
  pausability,
  progressOf,
  roomMissing,
  stepOf,
} from './card-look.ts';

const PLENTY = 1e12;

describe('the main button', () => {
  it.each<[string, Partial<GameCard>, string]>([
    ['is not here, somebody has it', {}, 'install'],
    ['is not here, nobody has it', { peerCount: 0 }, 'nothing'],
    ['is on its way', { state: 'downloading' }, 'cancel'],
    ['has its turn to come', { state: 'downloading', queue: 'waiting' }, 'cancel'],
    ['is paused', { state: 'downloading', queue: 'paused' }, 'resume'],
    ['is paused, and nobody has it now', { queue: 'paused', peerCount: 0 }, 'resume'],
    ['has no room', { state: 'downloading', queue: 'no-space' }, 'resume'],
    ['is downloaded', { state: 'downloaded' }, 'install'],
    ['is downloaded and damaged', { state: 'downloaded', isDamaged: true }, 'repair'],
    [
      'is damaged, and nobody can help',
      { state: 'downloaded', isDamaged: true, peerCount: 0 },
      'install',
    ],
    [
      'was installed before its copy was damaged',
      { state: 'installed', isDamaged: true, canPlay: true },
      'play',
    ],
    ['has a server on this PC', { state: 'installed', canPlay: true, isHosting: true }, 'play'],
    ['is being unpacked', { state: 'installing' }, 'cancel'],
    ['can be played', { state: 'installed', canPlay: true }, 'play'],
    ['is installed, but brings no start file', { state: 'installed' }, 'play'],
    ['runs', { state: 'installed', canPlay: true, isRunning: true }, 'stop'],
    ['runs and has a newer version', { state: 'update', isRunning: true }, 'stop'],
    ['has a newer version', { state: 'update', canPlay: true }, 'update'],
    ['is being uninstalled', { state: 'uninstalling' }, 'wait'],
    ['is being removed', { state: 'downloaded', availability: 'Removing' }, 'wait'],
    ['is being checked', { state: 'installed', availability: 'Verifying' }, 'cancel'],
  ])('of a game that %s', (_, changed, action) => {
    expect(mainAction(aGameCard(changed))).toBe(action);
  });
});

describe('the grey line', () => {
  const failure = { code: 'hash-mismatch', message: '' } as const;

  it.each<[string, Partial<GameCard>, ReturnType<typeof cardStatus>]>([
    ['nothing happens', {}, { type: 'idle' }],
    ['the last try failed', { lastFailure: failure }, { type: 'failed' }],
    ['it was stopped', { lastFailure: { code: 'cancelled', message: '' } }, { type: 'idle' }],
    ['it runs', { state: 'installed', isRunning: true }, { type: 'running' }],
    [
      'it runs beside its server',
      { state: 'installed', isRunning: true, isHosting: true },
      { type: 'running' },
    ],
    ['its server runs', { state: 'installed', isHosting: true }, { type: 'hosting' }],
    ['its copy is damaged', { state: 'installed', isDamaged: true }, { type: 'damaged' }],
    ['there is a newer version', { state: 'update' }, { type: 'update' }],
    ['it is only downloaded', { state: 'downloaded' }, { type: 'downloaded' }],
    ['it is being checked', { availability: 'Verifying' }, { type: 'step', step: 'verifying' }],
    ['it begins', { state: 'downloading' }, { type: 'step', step: 'waiting' }],
    ['it is unpacked', { state: 'installing' }, { type: 'step', step: 'unpacking' }],
    ['it goes', { state: 'uninstalling' }, { type: 'step', step: 'uninstalling' }],
  ])('where %s', (_, changed, status) => {
    expect(cardStatus(aGameCard(changed), undefined, PLENTY)).toEqual(status);
  });

  it('tells the work before an old failure', () => {
    const card = aGameCard({ state: 'downloading', lastFailure: failure });
    expect(cardStatus(card, aTransfer(), PLENTY)).toEqual({ type: 'step', step: 'downloading' });
  });

  it('tells how much space is missing, for what could be fetched', () => {
    const status = cardStatus(aGameCard({ size: 100 }), undefined, 40);
    expect(status).toEqual({ type: 'needs-space', bytes: 60 });
    expect(cardStatus(aGameCard({ size: 100, peerCount: 0 }), undefined, 40).type).toBe('idle');
    expect(cardStatus(aGameCard({ size: 100 }), undefined, null).type).toBe('idle');
  });

  it('says that a download waits for a PC where all that gave have left', () => {
    const cutOff = aTransfer({ sources: [], bytesPerSecond: 0 });
    expect(cardStatus(aGameCard({ state: 'downloading' }), cutOff, PLENTY)).toEqual({
      type: 'step',
      step: 'searching',
    });
  });
});

describe('a download of the queue', () => {
  it('tells how much room it lacks, with what has arrived already', () => {
    const queue = { state: 'no-space', position: 0 } as const;
    const full = aTransfer({ queue, bytesDone: 30 });
    const card = aGameCard({ state: 'downloading', size: 100 });
    expect(roomMissing(card, full, 40)).toBe(30);
    expect(roomMissing(card, full, null)).toBe(0);
    expect(roomMissing(card, aTransfer({ bytesDone: 30 }), 40)).toBe(0);
    expect(roomMissing(card, undefined, 40)).toBe(0);
  });

  it.each([
    { state: 'running', step: 'downloading', held: false, can: 'pause' },
    { state: 'installing', step: 'downloading', held: false, can: undefined },
    { state: 'waiting', step: 'waiting', held: true, can: 'pause' },
    { state: 'paused', step: 'paused', held: true, can: 'resume' },
    { state: 'no-holder', step: 'searching', held: true, can: 'pause' },
    { state: 'no-space', step: 'full', held: true, can: 'resume' },
  ] as const)('that is $state', ({ state, step, held, can }) => {
    const transfer = aTransfer({ queue: { state, position: 0 } });
    expect(stepOf(transfer)).toBe(step);
    expect(isHeld(transfer)).toBe(held);
    expect(pausability(state)).toBe(can);
  });
});

describe('progress', () => {
  it('is a part between 0 and 1, whatever the figures say', () => {
    expect(progressOf(aTransfer())).toBe(0.5);
    expect(progressOf(aTransfer({ bytesDone: 2000 }))).toBe(1);
    expect(progressOf(aTransfer({ bytesTotal: 0 }))).toBeUndefined();
    expect(progressOf(undefined)).toBeUndefined();
  });

  it('is none before a download has its turn', () => {
    const waiting = aTransfer({ bytesDone: 0, queue: { state: 'waiting', position: 3 } });
    expect(progressOf(waiting)).toBeUndefined();
    expect(progressOf({ ...waiting, bytesDone: 500 })).toBe(0.5);
  });
});
