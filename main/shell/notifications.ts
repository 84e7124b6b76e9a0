import { Notification } from 'electron';
import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Words } from './words.ts';

export interface NotificationsDeps {
  readonly words: () => Words;
  readonly titleOf: (gameId: GameId) => string;
  /** The player looks at the window, and sees it there. */
  readonly isWatched: () => boolean;
  readonly open: () => void;
}

/** Tells the player what was finished and what failed, while the window is not in front. */
export function notifyOf(deps: NotificationsDeps, event: EngineEvent): void {
  const text = textFor(deps, event);
  if (!text || deps.isWatched() || !Notification.isSupported()) return;
  const notification = new Notification({ title: 'Lanspread', body: text });
  notification.on('click', deps.open);
  notification.show();
}

function textFor({ titleOf, words }: NotificationsDeps, event: EngineEvent): string | undefined {
  if (event.type === 'install-finished') return words().ready(titleOf(event.gameId));
  if (event.type !== 'install-failed' && event.type !== 'download-failed') return undefined;
  if (event.code === 'cancelled' || event.code === 'shutting-down') return undefined;
  return words().failed(titleOf(event.gameId));
}
