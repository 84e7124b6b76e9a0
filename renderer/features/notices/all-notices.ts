import type { GameId } from '../../../shared/domain/ids.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { NoticeRow } from '../../../shared/window/state.ts';
import type { Message } from '../../state/ui-store.ts';

/** One message, whether main told it or this window. */
export interface Notice {
  readonly key: string;
  readonly from: 'main' | 'window';
  readonly id: number;
  readonly kind: 'info' | 'problem';
  readonly code: ErrorCode | null;
  readonly text: string;
  readonly gameId: GameId | undefined;
  /** Files of a verified game that are not as they should be. */
  readonly wrongFiles?: number;
  /** The game was to be played, and did not start. */
  readonly isNotStarted?: boolean;
}

/** All messages; what main tells as well is not told twice. */
export function allNotices(
  rows: readonly NoticeRow[],
  messages: readonly Message[],
): readonly Notice[] {
  const own = messages.map(noticeOfMessage);
  const news = own.filter((notice) => !rows.some((row) => tellsSame(row, notice)));
  return [...news, ...rows.map(noticeOfRow)];
}

/** The window's messages that say what a message of main says. */
export function doubles(row: NoticeRow, messages: readonly Message[]): readonly Message[] {
  return messages.filter((message) => tellsSame(row, noticeOfMessage(message)));
}

function tellsSame(row: NoticeRow, { code, gameId }: Notice): boolean {
  return gameId !== undefined && row.gameId === gameId && row.code === code;
}

function noticeOfRow({ gameId, ...row }: NoticeRow): Notice {
  return { ...row, key: `main-${row.id}`, from: 'main', gameId: gameId ?? undefined };
}

function noticeOfMessage(message: Message): Notice {
  const base = { id: message.id, key: `window-${message.id}`, from: 'window' } as const;
  if (message.type === 'verified') {
    const { gameId, wrongFiles } = message;
    const kind = wrongFiles > 0 ? 'problem' : 'info';
    return { ...base, kind, code: null, text: '', gameId, wrongFiles };
  }
  const { code, message: text } = message.failure;
  const isNotStarted = message.type === 'not-started';
  return { ...base, kind: 'problem', code, text, gameId: message.gameId, isNotStarted };
}
