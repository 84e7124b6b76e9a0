import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import { FAILURES, isOf, SUCCESSES } from './event-kinds.ts';

/** How far the work on a game is, as its events tell. */
export interface Progress {
  /** When this step began; monotonic milliseconds. */
  readonly sinceMs: number;
  readonly bytesDone: number;
  /** 0 while not known. */
  readonly bytesTotal: number;
  readonly bytesPerSecond: number;
  readonly etaSeconds: number | null;
  readonly sources: readonly { readonly peerId: PeerId; readonly bytesPerSecond: number }[];
}

export type ProgressByGame = ReadonlyMap<GameId, Progress>;

/** An install's speed is told only after so much time: 250 ms. */
const FIRST_SPEED_MS = 250;

/** The progress after an event; the same map where the event says nothing of it. */
export function foldProgress(
  progress: ProgressByGame,
  event: EngineEvent,
  nowMs: number,
): ProgressByGame {
  if (event.type === 'download-begin') {
    const { bytesKept: bytesDone, bytesTotal } = event;
    return put(progress, event.gameId, { ...fresh(nowMs), bytesDone, bytesTotal });
  }
  if (isOf(event, ['install-begin', 'uninstall-begin'])) {
    return put(progress, event.gameId, fresh(nowMs));
  }
  if (event.type === 'verify-progress' && event.bytesDone === event.bytesTotal) {
    return without(progress, event.gameId);
  }
  if (event.type === 'verify-progress' && event.bytesDone === 0) {
    const { bytesTotal } = event;
    return put(progress, event.gameId, { ...fresh(nowMs), bytesTotal });
  }
  if (isOf(event, ['download-progress', 'install-progress', 'verify-progress'])) {
    return put(progress, event.gameId, advanced(progress.get(event.gameId), event, nowMs));
  }
  if (isOf(event, ['download-paused', 'download-waiting'])) {
    return stalled(progress, event.gameId);
  }
  const isOver = isOf(event, [...SUCCESSES, ...FAILURES]);
  return isOver ? without(progress, event.gameId) : progress;
}

type ProgressEvent = Extract<EngineEvent, { type: `${string}-progress` }>;

function advanced(before: Progress | undefined, event: ProgressEvent, nowMs: number): Progress {
  const { bytesDone, bytesTotal } = event;
  const base = { ...(before ?? fresh(nowMs)), bytesDone, bytesTotal };
  if (event.type !== 'download-progress') return withSpeed(base, nowMs);
  const { bytesPerSecond, etaSeconds, sources } = event;
  return { ...base, bytesPerSecond, etaSeconds, sources };
}

function withSpeed(progress: Progress, nowMs: number): Progress {
  const elapsedMs = nowMs - progress.sinceMs;
  if (elapsedMs < FIRST_SPEED_MS || progress.bytesDone === 0) return progress;
  const bytesPerSecond = (progress.bytesDone / elapsedMs) * 1000;
  const bytesLeft = Math.max(0, progress.bytesTotal - progress.bytesDone);
  return { ...progress, bytesPerSecond, etaSeconds: bytesLeft / bytesPerSecond };
}

function fresh(sinceMs: number): Progress {
  const bytes = { bytesDone: 0, bytesTotal: 0, bytesPerSecond: 0 };
  return { sinceMs, ...bytes, etaSeconds: null, sources: [] };
}

function put(progress: ProgressByGame, gameId: GameId, now: Progress): ProgressByGame {
  return new Map(progress).set(gameId, now);
}

// Nothing arrives by now; how far it has come stays known.
function stalled(progress: ProgressByGame, gameId: GameId): ProgressByGame {
  const last = progress.get(gameId);
  const still = { bytesPerSecond: 0, etaSeconds: null, sources: [] };
  return last ? put(progress, gameId, { ...last, ...still }) : progress;
}

function without(progress: ProgressByGame, gameId: GameId): ProgressByGame {
  if (!progress.has(gameId)) return progress;
  const rest = new Map(progress);
  rest.delete(gameId);
  return rest;
}
