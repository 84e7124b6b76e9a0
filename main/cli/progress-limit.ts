import type { EngineEvent } from '../../shared/events.ts';

/** Progress of one game is printed at most four times a second. */
const PROGRESS_PAUSE_MS = 250;

/** Holds back progress events that come too soon after the last; all other events pass. */
export class ProgressLimit {
  readonly #monotonicMs: () => number;
  readonly #printedAt = new Map<string, number>();

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  allows(event: EngineEvent): boolean {
    if (!isProgress(event)) return true;
    const key = `${event.type} ${event.gameId}`;
    const now = this.#monotonicMs();
    const last = this.#printedAt.get(key);
    if (last !== undefined && now - last < PROGRESS_PAUSE_MS) return false;
    this.#printedAt.set(key, now);
    return true;
  }
}

function isProgress(
  event: EngineEvent,
): event is Extract<EngineEvent, { type: `${string}-progress` }> {
  return event.type.endsWith('-progress');
}
