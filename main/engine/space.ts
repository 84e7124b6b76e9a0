import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';

/** Left free by an install, so that an archive can't fill the disk: a tenth of what is free … */
const RESERVE_SHARE = 0.1;

/** … and never more than 1 GiB. */
const MAX_RESERVE_BYTES = 1024 ** 3;

export interface SpaceDeps {
  /** Free bytes on the volume of the games folder. */
  readonly freeBytes: () => Promise<number>;
}

/** Whether there is room, asked before the first byte is written (S22). */
export class Space {
  readonly #deps: SpaceDeps;

  constructor(deps: SpaceDeps) {
    this.#deps = deps;
  }

  /** Fails with `no-space` unless `bytes` more fit. */
  async forDownload(gameId: GameId, bytes: number): Promise<void> {
    const free = await this.#deps.freeBytes();
    if (bytes > free) throw noSpace(`download ${gameId}`, bytes, free);
  }

  /** How many bytes may be unpacked; fails with `no-space` unless `bytes` fit. */
  async forUnpacking(gameId: GameId, bytes: number): Promise<number> {
    const free = await this.#deps.freeBytes();
    const usable = Math.floor(free - Math.min(free * RESERVE_SHARE, MAX_RESERVE_BYTES));
    if (bytes > usable) throw noSpace(`install ${gameId}`, bytes, usable);
    return usable;
  }
}

function noSpace(what: string, needed: number, free: number): LanspreadError {
  return new LanspreadError(
    'no-space',
    `No space to ${what}: it needs ${megabytes(needed)}, the games folder's disk has ${megabytes(free)} to spare. Free space or move the games folder.`,
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
