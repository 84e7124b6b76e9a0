import type { GameId } from './ids.ts';

/**
 * How a download stands: it runs, what it fetched is being installed, its turn is still to come, it
 * was paused, or it waits for a PC that has the game, or for room on the disk.
 */
export type QueueState = 'running' | 'installing' | 'waiting' | 'paused' | 'no-holder' | 'no-space';

/** One download of the queue, as it stands; the queue is a list of these, the next one first. */
export interface QueueEntry {
  readonly gameId: GameId;
  readonly state: QueueState;
  readonly install: boolean;
  /** Of all bytes of the game, kept and fetched, as far as it was told. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Where a game stands in the queue. */
export interface QueuePlace {
  readonly state: QueueState;
  /** 0 = the front. */
  readonly position: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Why a download does not go on by now. */
export type WaitReason = 'turn' | 'holder' | 'space';
