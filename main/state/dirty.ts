import type { CoverFile, LocalGame } from '../../shared/domain/game.ts';
import type { GameId, PeerId } from '../../shared/domain/ids.ts';
import type { EngineEvent } from '../../shared/events.ts';
import type { AppState } from '../../shared/window/state.ts';
import { isOf } from './event-kinds.ts';

/** What has to be computed anew before the next frame. */
export interface Dirty {
  readonly games: ReadonlySet<GameId>;
  readonly people: boolean;
}

/** What an event may have changed; `before` is what events told until now. */
export function dirtyBy(
  event: EngineEvent,
  before: ReadonlyMap<GameId, LocalGame>,
  sent: Pick<AppState, 'games'>,
): Dirty {
  const people = isOf(event, [
    'remote-library-changed',
    'peer-lost',
    'peer-connected',
    'link-changed',
  ]);
  return { games: new Set(gamesChangedBy(event, before, sent)), people };
}

function gamesChangedBy(
  event: EngineEvent,
  before: ReadonlyMap<GameId, LocalGame>,
  sent: Pick<AppState, 'games'>,
): readonly GameId[] {
  if (event.type === 'local-library-changed') return changedCopies(before, event.games);
  if (event.type === 'peer-lost') return gamesOf(event.peerId, sent);
  if (event.type === 'remote-library-changed') {
    return [...gamesOf(event.peerId, sent), ...event.games.map(({ id }) => id)];
  }
  if (event.type === 'queue-changed') {
    return [...queuedIn(sent), ...event.entries.map(({ gameId }) => gameId)];
  }
  return 'gameId' in event ? [event.gameId] : [];
}

function queuedIn({ games }: Pick<AppState, 'games'>): readonly GameId[] {
  return Object.values(games)
    .filter(({ queue }) => queue !== null)
    .map(({ id }) => id);
}

function gamesOf(peerId: PeerId, { games }: Pick<AppState, 'games'>): readonly GameId[] {
  return Object.values(games)
    .filter((card) => card.peers.includes(peerId))
    .map((card) => card.id);
}

// The event lists the whole library each time; with hundreds of games few have changed.
function changedCopies(
  before: ReadonlyMap<GameId, LocalGame>,
  now: readonly LocalGame[],
): readonly GameId[] {
  const gone = new Set(before.keys());
  const changed = new Set<GameId>();
  for (const game of now) {
    gone.delete(game.id);
    if (!sameCopy(before.get(game.id), game)) changed.add(game.id);
  }
  return [...changed, ...gone];
}

function sameCover(left: CoverFile | null, right: CoverFile | null): boolean {
  return (
    left?.name === right?.name && left?.size === right?.size && left?.mtimeMs === right?.mtimeMs
  );
}

function sameCopy(left: LocalGame | undefined, right: LocalGame): boolean {
  return (
    left?.availability === right.availability &&
    left.version === right.version &&
    left.installed === right.installed &&
    left.damaged === right.damaged &&
    sameCover(left.cover, right.cover) &&
    left.size === right.size
  );
}
