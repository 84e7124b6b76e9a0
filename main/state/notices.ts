import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { NoticeRow } from '../../shared/window/state.ts';
import { isRealFailure } from './event-kinds.ts';

/** So many messages are shown at once; older ones give way. */
export const MAX_NOTICES = 5;

/** The messages, newest first, and the number of the last one. */
export interface Notices {
  readonly rows: readonly NoticeRow[];
  readonly lastId: number;
}

export const NO_NOTICES: Notices = { rows: [], lastId: 0 };

type Message = Omit<NoticeRow, 'id'>;

/** The messages after an event; players read titles, so `titleOf` replaces a game's id. */
export function foldNotices(
  notices: Notices,
  event: EngineEvent,
  titleOf: (gameId: GameId) => string,
): Notices {
  const message = messageOf(event, titleOf);
  return message ? withNotice(notices, message) : notices;
}

/** One message more; said again it moves to the front, and is not there twice. */
export function withNotice({ rows, lastId }: Notices, message: Message): Notices {
  const id = lastId + 1;
  const others = rows.filter((row) => row.text !== message.text || row.gameId !== message.gameId);
  return { rows: [{ id, ...message }, ...others].slice(0, MAX_NOTICES), lastId: id };
}

/** Without the message that the player has read. */
export function withoutNotice(notices: Notices, id: number): Notices {
  const rows = notices.rows.filter((row) => row.id !== id);
  return rows.length === notices.rows.length ? notices : { ...notices, rows };
}

function messageOf(event: EngineEvent, titleOf: (gameId: GameId) => string): Message | undefined {
  if (isRealFailure(event)) {
    const { code, gameId, message } = event;
    return { kind: 'problem', code, gameId, text: inTitles(message, gameId, titleOf) };
  }
  if (event.type !== 'diagnostic') return undefined;
  const { code, gameId, message } = event;
  const text = gameId === undefined ? message : inTitles(message, gameId, titleOf);
  return { kind: 'info', code, gameId: gameId ?? null, text };
}

// Only where the id stands alone: `ut` is no part of `but`.
function inTitles(text: string, gameId: GameId, titleOf: (gameId: GameId) => string): string {
  const title = titleOf(gameId);
  return text
    .split(/(?<![\w./-])([a-z0-9._-]+)(?![\w/-])/)
    .map((part) =>
      part === gameId || part === `${gameId}.` ? part.replace(gameId, () => title) : part,
    )
    .join('');
}
