import type { AppState, Change, TransferRow } from '../../shared/window/state.ts';
import { orderTransfers } from '../state/transfer-order.ts';
import { peerId } from './party.ts';

type QueueCommand = 'pause' | 'resume' | 'move';

export function isQueueCommand(name: string): name is QueueCommand {
  return ['pause', 'resume', 'move'].includes(name);
}

/** What a wish about the queue changes, roughly. */
export function afterQueueCommand(
  state: AppState,
  name: QueueCommand,
  params: { readonly gameId?: unknown; readonly position?: unknown },
): readonly Change[] {
  const { now, next } = orderTransfers(state.transfers);
  const rows = [...now, ...next].filter(({ queue }) => queue);
  const chosen = rows.filter(({ gameId }) => (params.gameId ?? gameId) === gameId);
  if (name === 'move') return inOrder(moved(rows, chosen, Number(params.position)));
  const changed = chosen.map((row) => (name === 'pause' ? paused(row) : resumed(row)));
  const cards = changed.flatMap(({ gameId, queue }) => {
    const card = state.games[gameId];
    return card ? [{ ...card, queue: queue?.state ?? null }] : [];
  });
  return [
    { type: 'put-transfers', rows: changed },
    { type: 'put-games', rows: cards },
  ];
}

function moved(
  rows: readonly TransferRow[],
  chosen: readonly TransferRow[],
  position: number,
): readonly TransferRow[] {
  const others = rows.filter((row) => !chosen.includes(row));
  const at = others.findIndex(({ queue }) => (queue?.position ?? 0) >= position);
  return at < 0 ? [...others, ...chosen] : [...others.slice(0, at), ...chosen, ...others.slice(at)];
}

function inOrder(rows: readonly TransferRow[]): readonly Change[] {
  const placed = rows.map((row, position) => ({
    ...row,
    queue: row.queue && { ...row.queue, position },
  }));
  return [{ type: 'put-transfers', rows: placed }];
}

function paused(row: TransferRow): TransferRow {
  const still = { bytesPerSecond: 0, etaSeconds: null, sources: [] };
  return { ...row, ...still, queue: row.queue && { ...row.queue, state: 'paused' } };
}

function resumed(row: TransferRow): TransferRow {
  const sources = [0, 1, 3].map((index) => ({ peerId: peerId(index), bytesPerSecond: 0 }));
  return { ...row, sources, queue: row.queue && { ...row.queue, state: 'running' } };
}
