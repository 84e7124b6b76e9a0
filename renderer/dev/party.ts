import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { GameCard, PersonRow, SelfRow } from '../../shared/window/state.ts';
import { between, pick, seededRandom } from '../tile/seeded-random.ts';
import type { CatalogEntry } from './catalog-entry.ts';

const NAMES = [
  'Anna-PC',
  'BEN-DESKTOP',
  'Crissi',
  'der-lange',
  'Gandalf',
  'KELLERKIND',
  'Mo',
  'Nachtfalter',
  'zockerzelle-2',
] as const;

/** This PC, with a terabyte disk that is three quarters full. */
export const SELF: SelfRow = {
  peerId: peerId(99),
  name: 'Jonas',
  address: '192.168.178.31:41641',
  version: '0.1.0',
  platform: 'win32',
  gamesFolder: 'D:\\Games\\LAN',
  freeBytes: 212_400_000_000,
  isSharing: true,
  outOfReach: [],
  uploadSpeed: 0,
  downloadSpeed: 0,
};

/** Nine PCs of a room. */
export function people(): readonly PersonRow[] {
  return NAMES.map((name, index) => ({
    peerId: peerId(index),
    name,
    address: `192.168.178.${40 + index * 3}:41641`,
    via: index === 6 ? 'connect' : 'discovery',
    link: 'fine',
    games: 12 + ((index * 17) % 40),
    uploadSpeed: 0,
  }));
}

/** A catalog's games as a party of `others` has them: most are there, many are absent here. */
export function cards(
  entries: readonly CatalogEntry[],
  others: readonly PersonRow[],
): readonly GameCard[] {
  return entries.map((entry) => card(entry, others));
}

/** The id of the PC with a number. */
export function peerId(index: number): PeerId {
  return index.toString(16).padStart(32, '0') as PeerId;
}

function card(entry: CatalogEntry, others: readonly PersonRow[]): GameCard {
  const random = seededRandom(entry.id);
  const holders = random() < 0.3 ? [] : others.filter(() => random() < 0.45);
  const isMine = random() < 0.22;
  const newest = pick(random, ['20230114', '20240608', '20250301']) as Version;
  const isAnywhere = isMine || holders.length > 0;
  return {
    ...described(entry),
    state: isMine ? 'installed' : 'absent',
    availability: isMine ? 'Ready' : 'Absent',
    localVersion: isMine ? newest : null,
    newestVersion: isAnywhere ? newest : null,
    size: isAnywhere ? Math.round(between(random, 0.05, 4) ** 2 * 1e9) : 0,
    installedBytes: isMine ? Math.round(between(random, 0.1, 9) * 1e9) : null,
    peerCount: holders.length,
    peers: holders.map((holder) => holder.peerId),
    canPlay: isMine,
    canHost: isMine && random() < 0.5,
    isRunning: false,
    queue: null,
    isHosting: false,
    isDamaged: false,
    lastFailure: null,
  };
}

type Described =
  | 'id'
  | 'title'
  | 'description'
  | 'genre'
  | 'releaseYear'
  | 'publisher'
  | 'playersMax'
  | 'tags'
  | 'cover';

function described(entry: CatalogEntry): Pick<GameCard, Described> {
  const { description = '', genre = '', publisher = '', title, tags } = entry;
  return {
    ...{ title, description, genre, publisher, tags, cover: null },
    id: entry.id as GameId,
    releaseYear: entry.release_year ?? null,
    playersMax: entry.players_max ?? null,
  };
}
