import { describe, expect, it } from 'vitest';
import { february, january } from '../../fixtures/engine/room.ts';
import { cardState } from './card-state.ts';

const nothing = {
  queue: null,
  availability: 'Absent',
  downloaded: false,
  installed: false,
  localVersion: null,
  etiGameVersion: null,
} as const;
const downloaded = {
  queue: null,
  availability: 'Ready',
  downloaded: true,
  installed: false,
  localVersion: january,
  etiGameVersion: january,
} as const;
const installed = { ...downloaded, installed: true } as const;

describe('the state of a card', () => {
  it.each([
    ['absent', nothing],
    ['absent', { ...nothing, etiGameVersion: january }],
    ['downloaded', downloaded],
    ['installed', installed],
    ['installed', { ...nothing, availability: 'LocalOnly', installed: true }],
    ['update', { ...installed, etiGameVersion: february }],
    ['update', { ...downloaded, etiGameVersion: february }],
    ['installed', { ...installed, localVersion: february, etiGameVersion: february }],
    ['downloading', { ...nothing, availability: 'Downloading' }],
    ['downloading', { ...installed, availability: 'Downloading', etiGameVersion: february }],
    ['installing', { ...downloaded, availability: 'Installing' }],
    ['uninstalling', { ...installed, availability: 'Uninstalling' }],
    ['installed', { ...installed, availability: 'Verifying' }],
    ['downloaded', { ...downloaded, availability: 'Removing' }],
  ] as const)('is %s for %o', (state, row) => {
    expect(cardState(row)).toBe(state);
  });
});
