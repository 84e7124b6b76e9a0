const KIB = 1024;
const MIB = 1024 * KIB;

/** Entries, and besides them folders, that one archive may hold; more is no game. */
export const MAX_ENTRIES = 100_000;

/** The largest dictionary an archive may ask for; WinRAR takes 32 MiB unless it is told otherwise. */
export const MAX_DICTIONARY_BYTES: number = 256 * MIB;

/** All memory of the unpacking library: one dictionary, one PPMd model (256 MiB) and its own tables. */
export const MAX_LIBRARY_BYTES: number = 640 * MIB;

/** The JavaScript heap of a worker: 100,000 names of 1,024 bytes, each kept with its key. */
export const MAX_WORKER_HEAP_MB = 512;

/** Archives that may wait for their turn; a window can't ask for more. */
export const MAX_WAITING = 1000;

/** A worker without a sign of life for this long is ended: a read or write of 4 MiB takes no minute. */
export const STALL_MS = 60_000;

/** The same while files are flushed: a slow stick may owe gigabytes to one flush. */
export const FLUSH_STALL_MS = 600_000;

/** Progress is told ten times a second at most. */
export const PROGRESS_MS = 100;

/** One read and one write of a stored file. */
export const COPY_BYTES: number = MIB;

/** What is read at once to look for headers; a header and the next few small files fit. */
export const HEADER_WINDOW_BYTES: number = 16 * KIB;
