import type { AppState, Change } from '../../shared/window/state.ts';

/** What turns `before` into `after`, row by row; nothing where they say the same. */
export function changesBetween(before: AppState, after: AppState): readonly Change[] {
  return [
    ...unless(same(before.self, after.self), { type: 'set-self', self: after.self }),
    ...unless(same(before.settings, after.settings), {
      type: 'set-settings',
      settings: after.settings,
    }),
    ...rowChanges(before, after),
    ...unless(same(before.done, after.done), { type: 'set-done', rows: after.done }),
    ...unless(same(before.notices, after.notices), { type: 'set-notices', rows: after.notices }),
  ];
}

function rowChanges(before: AppState, after: AppState): readonly Change[] {
  const games = rowsBetween(before.games, after.games);
  const people = rowsBetween(before.people, after.people);
  const transfers = rowsBetween(before.transfers, after.transfers);
  const goneGames = games.gone.map(({ id }) => id);
  const gonePeople = people.gone.map(({ peerId }) => peerId);
  const goneTransfers = transfers.gone.map(({ gameId }) => gameId);
  return [
    ...unless(games.put.length === 0, { type: 'put-games', rows: games.put }),
    ...unless(goneGames.length === 0, { type: 'drop-games', ids: goneGames }),
    ...unless(people.put.length === 0, { type: 'put-people', rows: people.put }),
    ...unless(gonePeople.length === 0, { type: 'drop-people', ids: gonePeople }),
    ...unless(transfers.put.length === 0, { type: 'put-transfers', rows: transfers.put }),
    ...unless(goneTransfers.length === 0, { type: 'drop-transfers', ids: goneTransfers }),
  ];
}

function unless(isNothing: boolean, change: Change): readonly Change[] {
  return isNothing ? [] : [change];
}

type Rows<Row> = Readonly<Record<string, Row>>;

function rowsBetween<Row>(
  before: Rows<Row>,
  after: Rows<Row>,
): { readonly put: readonly Row[]; readonly gone: readonly Row[] } {
  if (before === after) return { put: [], gone: [] };
  const put = Object.keys(after).flatMap((key) => {
    const [old, row] = [before[key], after[key]];
    return row === undefined || (old !== undefined && same(old, row)) ? [] : [row];
  });
  const gone = Object.keys(before).flatMap((key) => {
    const row = before[key];
    return row === undefined || Object.hasOwn(after, key) ? [] : [row];
  });
  return { put, gone };
}

// Rows are small plain data, and most are the very same object.
function same(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
