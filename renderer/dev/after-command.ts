import type { GameId } from '../../shared/domain/ids.ts';
import type { Reply } from '../../shared/reply.ts';
import { windowSettings } from '../../shared/window/settings.ts';
import type { AppState, Change, GameCard, TransferRow } from '../../shared/window/state.ts';
import type { WindowCommandName } from '../../shared/window/window-commands.ts';
import { afterQueueCommand, isQueueCommand } from './after-queue-command.ts';

/** What a command changes, and its answer. */
export interface Outcome {
  readonly changes: readonly Change[];
  readonly reply: Reply<unknown>;
}

type GameChange = (card: GameCard, state: AppState) => readonly Change[];

const ABSENT = {
  state: 'absent',
  availability: 'Absent',
  localVersion: null,
  queue: null,
} as const;

const GAME_COMMANDS: Readonly<Partial<Record<WindowCommandName, GameChange>>> = {
  download: (card, state) => begin(card, state),
  install: (card) => put(card, { state: 'installed', canPlay: true }),
  cancel: (card) => [...put(card, ABSENT), { type: 'drop-transfers', ids: [card.id] }],
  play: (card) => put(card, { isRunning: true }),
  'stop-game': (card) => put(card, { isRunning: false }),
  'host-server': (card) => put(card, { isHosting: true }),
  'stop-server': (card) => put(card, { isHosting: false }),
  uninstall: (card) => put(card, { state: 'downloaded', canPlay: false, canHost: false }),
  remove: (card) => put(card, { ...ABSENT, canPlay: false, canHost: false }),
};

/** What main would make of a command, roughly. */
export function afterCommand(state: AppState, name: WindowCommandName, params: object): Outcome {
  if (name === 'connect') return unreachable();
  if (name.endsWith('-sharing')) return afterSharing(state, name === 'resume-sharing');
  if (name === 'verify') return { changes: [], reply: { ok: true, data: { files: [] } } };
  return { changes: changesOf(state, name, params), reply: { ok: true, data: undefined } };
}

function afterSharing({ self }: AppState, isSharing: boolean): Outcome {
  const changes = [{ type: 'set-self', self: { ...self, isSharing } }] as const;
  return { changes, reply: { ok: true, data: undefined } };
}

function changesOf(state: AppState, name: WindowCommandName, params: object): readonly Change[] {
  if (name === 'change-settings') {
    const settings = { ...state.settings, ...windowSettings.partial().parse(params) };
    return [{ type: 'set-settings', settings: windowSettings.parse(settings) }];
  }
  if (name === 'dismiss-notice' && 'id' in params) {
    return [{ type: 'set-notices', rows: state.notices.filter(({ id }) => id !== params.id) }];
  }
  if (isQueueCommand(name)) return afterQueueCommand(state, name, params);
  const card = 'gameId' in params ? state.games[String(params.gameId)] : undefined;
  return card ? (GAME_COMMANDS[name]?.(card, state) ?? []) : [];
}

function begin(card: GameCard, state: AppState): readonly Change[] {
  const row: TransferRow = {
    gameId: card.id,
    step: 'downloading',
    queue: { state: 'running', position: 0 },
    bytesDone: 0,
    bytesTotal: card.size,
    bytesPerSecond: 0,
    etaSeconds: null,
    sources: card.peers
      .filter((peerId) => state.people[peerId])
      .map((peerId) => ({ peerId, bytesPerSecond: 0 })),
  };
  const work = {
    state: 'downloading',
    availability: 'Downloading',
    lastFailure: null,
    queue: 'running',
  } as const;
  return [...put(card, work), { type: 'put-transfers', rows: [row] }];
}

function put(card: GameCard, changed: Partial<GameCard>): readonly Change[] {
  return [{ type: 'put-games', rows: [{ ...card, ...changed, id: card.id satisfies GameId }] }];
}

function unreachable(): Outcome {
  const message = 'Nobody answers there. Is Lanspread running on that PC?';
  return { changes: [], reply: { ok: false, error: { code: 'peer-unreachable', message } } };
}
