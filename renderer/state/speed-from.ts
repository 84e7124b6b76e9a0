import type { PeerId } from '../../shared/domain/ids.ts';
import type { TransferRow } from '../../shared/window/state.ts';

/** Bytes a second that one PC gives to this one, over all downloads. */
export function speedFrom(
  transfers: Readonly<Record<string, TransferRow>>,
  peerId: PeerId,
): number {
  return Object.values(transfers)
    .flatMap((transfer) => transfer.sources)
    .filter((source) => source.peerId === peerId)
    .reduce((sum, source) => sum + source.bytesPerSecond, 0);
}
