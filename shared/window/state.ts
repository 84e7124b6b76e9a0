import type { Availability } from '../domain/game.ts';
import type { GameId, PeerId } from '../domain/ids.ts';
import type { LinkVerdict } from '../domain/link.ts';
import type { Address, Via } from '../domain/peer.ts';
import type { QueuePlace, QueueState } from '../domain/queue.ts';
import type { Version } from '../domain/version.ts';
import type { ErrorCode, Failure } from '../errors.ts';
import type { WindowSettings } from './settings.ts';

/** What a card shows at one look; tests find it as `data-state`. */
export type CardState =
  'absent' | 'downloading' | 'downloaded' | 'installing' | 'installed' | 'uninstalling' | 'update';

/** One game as a window shows it: the catalog's facts, the own copy, who else has it. */
export interface GameCard {
  readonly id: GameId;
  readonly title: string;
  readonly description: string;
  readonly genre: string;
  readonly releaseYear: number | null;
  readonly publisher: string;
  readonly playersMax: number | null;
  readonly tags: readonly string[];
  /** Where the window finds the cover (`app://…`); null: a tile is made of the title. */
  readonly cover: string | null;
  readonly state: CardState;
  readonly availability: Availability;
  readonly localVersion: Version | null;
  readonly newestVersion: Version | null;
  /** Bytes of the newest version. */
  readonly size: number;
  /** Bytes that the install takes; null while not known. */
  readonly installedBytes: number | null;
  readonly peerCount: number;
  readonly peers: readonly PeerId[];
  readonly canPlay: boolean;
  readonly canHost: boolean;
  readonly isRunning: boolean;
  /** How its download stands; null where none is queued. */
  readonly queue: QueueState | null;
  /** Its server runs on this PC. */
  readonly isHosting: boolean;
  /** A check found that files of the own copy are not as they should be. */
  readonly isDamaged: boolean;
  /** Why the last try failed; null once a new one begins. */
  readonly lastFailure: Failure | null;
}

/** What is being done to a game, step by step. */
export type TransferStep =
  'downloading' | 'checking' | 'unpacking' | 'uninstalling' | 'removing' | 'verifying';

/** One game that is being worked on, or whose download waits or is paused. */
export interface TransferRow {
  readonly gameId: GameId;
  readonly step: TransferStep;
  /** Where it stands among the downloads; null for any other work. */
  readonly queue: Pick<QueuePlace, 'state' | 'position'> | null;
  readonly bytesDone: number;
  /** 0 while not known. */
  readonly bytesTotal: number;
  readonly bytesPerSecond: number;
  readonly etaSeconds: number | null;
  readonly sources: readonly { readonly peerId: PeerId; readonly bytesPerSecond: number }[];
}

/** Something that was finished, newest first in the list. */
export interface DoneRow {
  readonly gameId: GameId;
  readonly what: 'downloaded' | 'installed' | 'uninstalled' | 'failed';
  readonly bytes: number;
  readonly seconds: number;
  /** Wall time, milliseconds since 1970. */
  readonly atMs: number;
}

/** Another PC that is here. */
export interface PersonRow {
  readonly peerId: PeerId;
  readonly name: string;
  readonly address: Address;
  readonly via: Via;
  readonly games: number;
  /** How the way to it is. */
  readonly link: LinkVerdict;
  /** Bytes a second that this PC gives it now. */
  readonly uploadSpeed: number;
}

/** This PC. */
export interface SelfRow {
  readonly peerId: PeerId;
  readonly name: string;
  readonly address: Address;
  readonly version: string;
  readonly platform: 'win32' | 'linux' | 'darwin';
  readonly gamesFolder: string;
  /** Free bytes on the games folder's volume; null while not known. */
  readonly freeBytes: number | null;
  /** Whether others get games from this PC. */
  readonly isSharing: boolean;
  /** Names of PCs that are here and with which no connection comes about in either direction. */
  readonly outOfReach: readonly string[];
  /** Bytes a second to and from all peers together. */
  readonly uploadSpeed: number;
  readonly downloadSpeed: number;
}

/** A message for the player, with at most one button. */
export interface NoticeRow {
  readonly id: number;
  readonly kind: 'info' | 'problem';
  readonly code: ErrorCode | null;
  readonly text: string;
  readonly gameId: GameId | null;
}

/** All that windows show. Rows, not raw facts: the libraries of others stay in the engine. */
export interface AppState {
  readonly self: SelfRow;
  readonly settings: WindowSettings;
  readonly games: Readonly<Record<string, GameCard>>;
  readonly people: Readonly<Record<string, PersonRow>>;
  readonly transfers: Readonly<Record<string, TransferRow>>;
  /** At most 20. */
  readonly done: readonly DoneRow[];
  /** At most 5. */
  readonly notices: readonly NoticeRow[];
}

/** One difference between two states. */
export type Change =
  | { readonly type: 'set-self'; readonly self: SelfRow }
  | { readonly type: 'set-settings'; readonly settings: WindowSettings }
  | { readonly type: 'put-games'; readonly rows: readonly GameCard[] }
  | { readonly type: 'drop-games'; readonly ids: readonly GameId[] }
  | { readonly type: 'put-people'; readonly rows: readonly PersonRow[] }
  | { readonly type: 'drop-people'; readonly ids: readonly PeerId[] }
  | { readonly type: 'put-transfers'; readonly rows: readonly TransferRow[] }
  | { readonly type: 'drop-transfers'; readonly ids: readonly GameId[] }
  | { readonly type: 'set-done'; readonly rows: readonly DoneRow[] }
  | { readonly type: 'set-notices'; readonly rows: readonly NoticeRow[] };

/** What goes to a window: everything once, then numbered differences. */
export type StateFrame =
  | { readonly type: 'snapshot'; readonly revision: number; readonly state: AppState }
  | { readonly type: 'patch'; readonly revision: number; readonly changes: readonly Change[] };

type RowChange = Extract<Change, { type: `${'put' | 'drop'}-${string}` }>;

/** The state after a change; the old one stays as it is. */
export function applyChange(state: AppState, change: Change): AppState {
  return isRowChange(change) ? applyRows(state, change) : applyValue(state, change);
}

function isRowChange(change: Change): change is RowChange {
  return change.type.startsWith('put-') || change.type.startsWith('drop-');
}

function applyValue(state: AppState, change: Exclude<Change, RowChange>): AppState {
  switch (change.type) {
    case 'set-self':
      return { ...state, self: change.self };
    case 'set-settings':
      return { ...state, settings: change.settings };
    case 'set-done':
      return { ...state, done: change.rows };
    case 'set-notices':
      return { ...state, notices: change.rows };
  }
}

function applyRows(state: AppState, change: RowChange): AppState {
  switch (change.type) {
    case 'put-games':
      return { ...state, games: withRows(state.games, change.rows, (row) => row.id) };
    case 'drop-games':
      return { ...state, games: without(state.games, change.ids) };
    case 'put-people':
      return { ...state, people: withRows(state.people, change.rows, (row) => row.peerId) };
    case 'drop-people':
      return { ...state, people: without(state.people, change.ids) };
    case 'put-transfers':
      return { ...state, transfers: withRows(state.transfers, change.rows, (row) => row.gameId) };
    case 'drop-transfers':
      return { ...state, transfers: without(state.transfers, change.ids) };
  }
}

function withRows<Row>(
  rows: Readonly<Record<string, Row>>,
  added: readonly Row[],
  keyOf: (row: Row) => string,
): Readonly<Record<string, Row>> {
  return { ...rows, ...Object.fromEntries(added.map((row) => [keyOf(row), row])) };
}

function without<Row>(
  rows: Readonly<Record<string, Row>>,
  ids: readonly string[],
): Readonly<Record<string, Row>> {
  const gone = new Set(ids);
  return Object.fromEntries(Object.entries(rows).filter(([id]) => !gone.has(id)));
}
