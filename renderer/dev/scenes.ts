import type { GameId } from '../../shared/domain/ids.ts';
import type { QueueState } from '../../shared/domain/queue.ts';
import type { Version } from '../../shared/domain/version.ts';
import { defaultSettings, windowSettings } from '../../shared/window/settings.ts';
import type { AppState, GameCard, TransferRow } from '../../shared/window/state.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { cards, people, peerId, SELF } from './party.ts';

const SCENES = ['party', 'quiet', 'lonely', 'empty', 'first-run', 'error', 'big'] as const;

/** What can be shown. */
export type Scene = (typeof SCENES)[number];

/** So many catalog games a scene shows, unless it is about many. */
const SHOWN = 60;
const MANY = 2000;

export function isScene(name: string): name is Scene {
  return SCENES.some((scene) => scene === name);
}

/** The state that a scene begins with. */
export function sceneState(
  scene: Scene,
  catalog: readonly CatalogEntry[],
  wishes: URLSearchParams,
): AppState {
  const others = scene === 'lonely' || scene === 'empty' ? [] : people();
  const entries = scene === 'big' ? many(catalog) : catalog.slice(0, SHOWN);
  const games = scene === 'empty' ? [] : cards(entries, others).map(inParty);
  const state: AppState = {
    self: SELF,
    settings: settingsOf(scene, wishes),
    games: Object.fromEntries(games.map((card) => [card.id, card])),
    people: Object.fromEntries(others.map((person) => [person.peerId, person])),
    transfers: {},
    done: [],
    notices: [],
  };
  return scene === 'party' || scene === 'big' || scene === 'error'
    ? withLife(state, scene === 'error')
    : state;
}

function settingsOf(scene: Scene, wishes: URLSearchParams): AppState['settings'] {
  const wished = windowSettings.partial().parse(
    Object.fromEntries(
      ['theme', 'language', 'view', 'sort'].flatMap((key) => {
        const value = wishes.get(key);
        return value === null ? [] : [[key, value]];
      }),
    ),
  );
  const base = { ...defaultSettings(SELF.name), language: 'en', isSetUp: scene !== 'first-run' };
  return windowSettings.parse({ ...base, ...wished });
}

function many(catalog: readonly CatalogEntry[]): readonly CatalogEntry[] {
  return Array.from({ length: MANY }, (_, index) => {
    const entry = catalog[index % catalog.length];
    const round = Math.floor(index / catalog.length);
    if (!entry) throw new Error('The catalog has no games.');
    if (round === 0) return entry;
    return { ...entry, id: `${entry.id}-${round}`, title: `${entry.title} ${round + 1}` };
  });
}

// A few games in each state, so that one look shows them all.
function inParty(card: GameCard): GameCard {
  const old = '20220101' as Version;
  const base: Readonly<Record<string, Partial<GameCard>>> = {
    alienswarm: { state: 'installed', availability: 'Ready', canPlay: true, isRunning: true },
    aoe2: { state: 'update', availability: 'Ready', localVersion: old, canPlay: true },
    bf2: { state: 'update', availability: 'Ready', localVersion: old, canPlay: true },
    assaultcube: {
      ...{ state: 'downloaded', availability: 'Ready', canPlay: false },
      ...{ isDamaged: true, localVersion: card.newestVersion },
    },
    aom: { state: 'installed', availability: 'Ready', canPlay: true, canHost: true },
    aoe: {
      ...{ state: 'installed', availability: 'Ready', canPlay: true },
      ...{ canHost: true, isHosting: true, installedBytes: 612e6 },
    },
  };
  return { ...card, ...base[card.id] };
}

function withLife(state: AppState, isTroubled: boolean): AppState {
  const transfers = [
    transfer('bf1942', 4_300_000_000, [0, 1, 3, 4]),
    transfer('armagetron', 96_000_000, [2]),
    held(transfer('bf2142', 2_800_000_000, []), 'paused', 2),
    held({ ...transfer('aoe3', 1_900_000_000, []), bytesDone: 0 }, 'waiting', 3),
    ...(isTroubled ? [held(transfer('blur', 5_100_000_000, []), 'no-space', 4)] : []),
  ].filter(({ gameId }) => state.games[gameId]);
  const games = transfers.flatMap((row): readonly GameCard[] => {
    const card = state.games[row.gameId];
    const peers = [0, 1, 3, 4].map(peerId);
    const work = { state: 'downloading', availability: 'Downloading' } as const;
    const copy = { localVersion: null, canPlay: false, newestVersion: '20250301' as Version };
    const { bytesTotal: size } = row;
    const queue = row.queue?.state ?? null;
    return card ? [{ ...card, ...work, ...copy, queue, peers, peerCount: 4, size }] : [];
  });
  const alive: AppState = {
    ...state,
    games: { ...state.games, ...Object.fromEntries(games.map((card) => [card.id, card])) },
    transfers: Object.fromEntries(transfers.map((row) => [row.gameId, row])),
    done: doneRows(),
  };
  return isTroubled ? withTrouble(alive) : alive;
}

function transfer(id: string, bytesTotal: number, sources: readonly number[]): TransferRow {
  return {
    gameId: id as GameId,
    step: 'downloading',
    queue: { state: 'running', position: 0 },
    bytesDone: Math.round(bytesTotal * 0.46),
    bytesTotal,
    bytesPerSecond: 0,
    etaSeconds: null,
    sources: sources.map((index) => ({ peerId: peerId(index), bytesPerSecond: 0 })),
  };
}

function held(row: TransferRow, state: QueueState, position: number): TransferRow {
  return { ...row, queue: { state, position } };
}

function doneRows(): AppState['done'] {
  const now = Date.now();
  return [
    { gameId: 'aoe' as GameId, what: 'installed', bytes: 612e6, seconds: 9, atMs: now - 40_000 },
    { gameId: 'aoe' as GameId, what: 'downloaded', bytes: 418e6, seconds: 4, atMs: now - 50_000 },
    { gameId: 'blur' as GameId, what: 'failed', bytes: 9e8, seconds: 31, atMs: now - 480_000 },
    { gameId: 'aom' as GameId, what: 'uninstalled', bytes: 0, seconds: 1, atMs: now - 4_000_000 },
  ];
}

function withTrouble(state: AppState): AppState {
  const gameId = 'bf2' as GameId;
  const message =
    'No space to download Battlefield 2: it needs 5,120 MB, the games folder’s disk has 1,204 MB to spare. Free space or move the games folder.';
  const card = state.games[gameId];
  const failed = card && { ...card, state: 'absent' as const, localVersion: null };
  return {
    ...state,
    games: failed
      ? { ...state.games, [gameId]: { ...failed, lastFailure: { code: 'no-space', message } } }
      : state.games,
    notices: [
      { id: 2, kind: 'problem', code: 'no-space', gameId, text: message },
      {
        id: 1,
        kind: 'info',
        code: 'io-error',
        gameId: null,
        text: 'The folder “bf1942 (copy)” is skipped: it is not in the list of games.',
      },
    ],
  };
}
