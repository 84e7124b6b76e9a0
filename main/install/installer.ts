/** A file that an archive has unpacked: its path below the target (`/` between parts), bytes. */
export interface UnpackedFile {
  readonly path: string;
  readonly size: number;
}

/** What to unpack. */
export interface UnpackJob {
  /** The archive, absolute. */
  readonly archive: string;
  /** How messages name the archive: `ggoo/ggoo.eti`. */
  readonly label: string;
  /** An existing folder of our own, absolute; archives of one game share it, collisions are refused. */
  readonly target: string;
  /** Unpacked bytes at most. */
  readonly maxBytes: number;
}

/** Unpacks one archive at a time, each in a fresh worker. */
export interface Installer {
  /** The bytes an archive unpacks to, from its list; fails like `unpack`, before a byte is written. */
  measure(archive: string, label: string, signal: AbortSignal): Promise<number>;
  /**
   * Unpacks all of an archive, every file checked and flushed; fails with `archive-invalid`,
   * `archive-unsafe`, `no-space`, `io-error` or `cancelled`. What was written then is the caller's to remove.
   */
  unpack(
    job: UnpackJob,
    onProgress: (bytesDone: number, bytesTotal: number) => void,
    signal: AbortSignal,
  ): Promise<readonly UnpackedFile[]>;
}
