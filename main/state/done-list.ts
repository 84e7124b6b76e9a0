import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { DoneRow } from '../../shared/window/state.ts';
import { isRealFailure } from './event-kinds.ts';
import type { ProgressByGame } from './progress.ts';

/** So many finished things are remembered. */
export const MAX_DONE = 20;

/** What is needed to tell how long something took. */
export interface DoneContext {
  /** As it was before the event. */
  readonly progress: ProgressByGame;
  /** Wall time, milliseconds since 1970. */
  readonly wallMs: number;
  readonly nowMs: number;
}

/** What was finished, newest first, after an event. */
export function foldDone(
  done: readonly DoneRow[],
  event: EngineEvent,
  context: DoneContext,
): readonly DoneRow[] {
  const row = rowOf(event, context);
  return row ? [row, ...done].slice(0, MAX_DONE) : done;
}

function rowOf(event: EngineEvent, context: DoneContext): DoneRow | undefined {
  const atMs = context.wallMs;
  if (event.type === 'download-finished') {
    const { gameId, bytes, seconds } = event;
    return { gameId, what: 'downloaded', bytes, seconds, atMs };
  }
  const what = endOf(event);
  if (what === undefined || !('gameId' in event)) return undefined;
  return { gameId: event.gameId, what, ...effort(event.gameId, context), atMs };
}

// Who stopped something has not seen it fail.
function endOf(event: EngineEvent): DoneRow['what'] | undefined {
  if (event.type === 'install-finished') return 'installed';
  if (event.type === 'uninstall-finished') return 'uninstalled';
  return isRealFailure(event) ? 'failed' : undefined;
}

function effort(
  gameId: GameId,
  { progress, nowMs }: DoneContext,
): Pick<DoneRow, 'bytes' | 'seconds'> {
  const last = progress.get(gameId);
  if (!last) return { bytes: 0, seconds: 0 };
  return { bytes: last.bytesDone, seconds: (nowMs - last.sinceMs) / 1000 };
}
