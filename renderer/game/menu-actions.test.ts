import { expect, it } from 'vitest';
import { aGameCard } from '../../fixtures/window/a-game-card.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { GameCard } from '../../shared/window/state.ts';
import { menuActions } from './menu-actions.ts';

const localVersion = '20250101' as Version;
const installed = { state: 'installed', availability: 'Ready', localVersion } as const;

it.each<[string, Partial<GameCard>, string]>([
  ['is not here', {}, 'details'],
  ['is downloaded', { ...installed, state: 'downloaded' }, 'details open-folder verify remove'],
  ['is installed', installed, 'details open-folder verify uninstall remove'],
  [
    'can host',
    { ...installed, canPlay: true, canHost: true },
    'details host open-folder verify uninstall remove',
  ],
  [
    'is old, but can be played',
    { ...installed, state: 'update', canPlay: true },
    'details play open-folder verify uninstall remove',
  ],
  [
    'is installed without its download',
    { ...installed, availability: 'LocalOnly', localVersion: null },
    'details open-folder uninstall remove',
  ],
  [
    'is damaged',
    { ...installed, isDamaged: true },
    'details open-folder verify repair uninstall remove',
  ],
  [
    'is damaged, and that nobody else has',
    { ...installed, isDamaged: true, peerCount: 0 },
    'details open-folder verify uninstall remove',
  ],
  [
    'hosts a server',
    { ...installed, canHost: true, isHosting: true },
    'details stop-server open-folder',
  ],
  ['runs', { ...installed, isRunning: true }, 'details open-folder'],
  ['is being checked', { ...installed, availability: 'Verifying' }, 'details open-folder'],
  [
    'is being fetched',
    { state: 'downloading', availability: 'Downloading', queue: 'running' },
    'details pause cancel discard',
  ],
  [
    'is paused',
    { state: 'downloading', queue: 'paused' },
    'details resume to-front cancel discard',
  ],
  [
    'has its turn to come, and an old version that can be played',
    { ...installed, state: 'downloading', queue: 'waiting', canPlay: true },
    'details play pause to-front cancel discard',
  ],
  ['is being unpacked', { availability: 'Installing', queue: 'installing' }, 'details'],
  ['is on its way', { state: 'downloading', availability: 'Downloading' }, 'details'],
])('offers for a game that %s only what can be done', (_, changed, actions) => {
  expect(menuActions(aGameCard(changed)).join(' ')).toBe(actions);
});
