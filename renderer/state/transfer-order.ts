import type { TransferRow } from '../../shared/window/state.ts';
import { isHeld } from './card-look.ts';

/** What is being worked on, oldest first, and the downloads to come, the next one first. */
export interface TransferOrder {
  readonly now: readonly TransferRow[];
  readonly next: readonly TransferRow[];
}

/** Splits the transfers; a row keeps its place while its figures change. */
export function orderTransfers(transfers: Readonly<Record<string, TransferRow>>): TransferOrder {
  const rows = Object.values(transfers);
  const next = rows.filter(isHeld).sort((left, right) => positionOf(left) - positionOf(right));
  return { now: rows.filter((row) => !isHeld(row)), next };
}

function positionOf({ queue }: TransferRow): number {
  return queue?.position ?? 0;
}
