/** Who takes what comes over a data connection. */
export interface LinkReader {
  /** Where the next bytes go; never empty. */
  readonly place: () => Uint8Array;
  /** So many bytes lie in the place now. */
  readonly took: (bytes: number) => void;
  /** The connection is gone; told once, and not after `destroy`. */
  readonly onClosed: () => void;
}

/** A connection to a peer that has proven its id, whoever has opened it. */
export interface DataLink {
  /** Whether both hellos were said before it was handed over. */
  readonly isGreeted: boolean;
  write(bytes: Uint8Array): void;
  /** Stops reading, so that the sender has to wait. */
  pause(): void;
  resume(): void;
  /** Ends it; not one byte more reaches the reader. */
  destroy(): void;
}
