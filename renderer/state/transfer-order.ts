import type { TransferRow } from '../../shared/window/state.ts';
import { isWaiting } from './card-look.ts';

/** What is being worked on, and what has its turn still to come; oldest first. */
export interface TransferOrder {
  readonly now: readonly TransferRow[];
  readonly next: readonly TransferRow[];
}

/** Splits the transfers; a row keeps its place while its figures change. */
export function orderTransfers(transfers: Readonly<Record<string, TransferRow>>): TransferOrder {
  const rows = Object.values(transfers);
  return { now: rows.filter((row) => !isWaiting(row)), next: rows.filter(isWaiting) };
}
