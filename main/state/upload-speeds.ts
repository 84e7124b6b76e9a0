import type { PeerId } from '../../shared/domain/ids.ts';
import { SpeedMeter } from './speed-meter.ts';

/** How fast each peer is given something now. */
export class UploadSpeeds {
  #meters: ReadonlyMap<PeerId, SpeedMeter> = new Map();

  /** Bytes a second to one peer; 0 where nothing flows. */
  of(peerId: PeerId): number {
    return this.#meters.get(peerId)?.bytesPerSecond ?? 0;
  }

  /** Looks at what these peers were sent by now; whether any speed is another than before. */
  look(peers: readonly PeerId[], sentTo: (peerId: PeerId) => number, atMs: number): boolean {
    const before = this.#meters;
    this.#meters = new Map(peers.map((peerId) => [peerId, before.get(peerId) ?? new SpeedMeter()]));
    const changes = [...this.#meters].map(([peerId, meter]) => {
      const speed = meter.bytesPerSecond;
      meter.look(sentTo(peerId), atMs);
      return meter.bytesPerSecond !== speed;
    });
    return changes.includes(true);
  }
}
