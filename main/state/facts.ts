import type { LocalGame } from '../../shared/domain/game.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { Failure } from '../../shared/errors.ts';
import type { DoneRow } from '../../shared/window/state.ts';
import { foldDone } from './done-list.ts';
import { FAILURES, isOf } from './event-kinds.ts';
import { foldNotices, NO_NOTICES, type Notices } from './notices.ts';
import { foldProgress, type ProgressByGame } from './progress.ts';

const BEGINNINGS = [
  'got-game-files',
  'download-begin',
  'download-waiting',
  'install-begin',
  'uninstall-begin',
] as const satisfies readonly EngineEvent['type'][];

/** What only events tell, and nobody can be asked for later. */
export interface Facts {
  readonly progress: ProgressByGame;
  /** Why the last try failed, until a new one begins. */
  readonly failures: ReadonlyMap<GameId, Failure>;
  readonly done: readonly DoneRow[];
  readonly notices: Notices;
  /** The games that `local-library-changed` told of last. */
  readonly local: ReadonlyMap<GameId, LocalGame>;
}

export const NO_FACTS: Facts = {
  progress: new Map(),
  failures: new Map(),
  done: [],
  notices: NO_NOTICES,
  local: new Map(),
};

/** When an event came, and what games are called. */
export interface FactContext {
  readonly wallMs: number;
  readonly nowMs: number;
  readonly titleOf: (gameId: GameId) => string;
}

/** What is known after an event. */
export function learn(facts: Facts, event: EngineEvent, context: FactContext): Facts {
  const { nowMs, wallMs, titleOf } = context;
  return {
    progress: foldProgress(facts.progress, event, nowMs),
    failures: foldFailures(facts.failures, event),
    done: foldDone(facts.done, event, { progress: facts.progress, nowMs, wallMs }),
    notices: foldNotices(facts.notices, event, titleOf),
    local:
      event.type === 'local-library-changed'
        ? new Map(event.games.map((game) => [game.id, game]))
        : facts.local,
  };
}

function foldFailures(failures: Facts['failures'], event: EngineEvent): Facts['failures'] {
  if (isOf(event, FAILURES)) {
    const { code, gameId, message } = event;
    return new Map(failures).set(gameId, { code, message });
  }
  const isNewTry = isOf(event, BEGINNINGS);
  return isNewTry ? without(failures, event.gameId) : failures;
}

function without(failures: Facts['failures'], gameId: GameId): Facts['failures'] {
  if (!failures.has(gameId)) return failures;
  const rest = new Map(failures);
  rest.delete(gameId);
  return rest;
}
