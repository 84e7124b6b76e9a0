/** Most bytes of content one request may ask for: one block, so that no answer holds up others for long. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;

/** Most ranges in one request: a run of small files travels packed. */
export const MAX_REQUEST_RANGES = 1024;

/** Most UTF-8 bytes of all paths of one request, so that the longest request still fits a frame. */
export const MAX_REQUEST_PATH_BYTES = 768 * 1024;

/** Most requests that may wait for their answers on one data connection. */
export const MAX_PIPELINED_REQUESTS = 16;

/** A data connection on which nothing moves for so long while an answer is due is given up, in milliseconds. */
export const DATA_STALL_MS = 30_000;
