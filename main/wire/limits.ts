import { HASH_BYTES } from '../manifest/blake3.ts';
import { MAX_MANIFEST_BYTES } from '../manifest/manifest-codec.ts';

/**
 * All limits of the wire. PROTOCOL.md lists those that both ends must agree on; the others protect
 * this end alone and may differ from peer to peer.
 */
const KIB = 1024;
const MIB = 1024 * KIB;

/** Longest frame, in bytes of JSON: refused by its length, before any memory is set aside. */
export const MAX_FRAME_BYTES = MIB;

/** Longest answer header, in bytes: a fetching end has no use for more. */
export const MAX_HEADER_BYTES = 4 * KIB;

/** Longest name that is read of a peer, in UTF-16 units; what of it is shown is shorter. */
export const MAX_RAW_NAME_LENGTH = 256;

/** Longest name of a peer, in characters: what fits a row of the window. */
export const MAX_NAME_LENGTH = 64;

/** Most features a hello may name; unknown ones are ignored. */
export const MAX_FEATURES = 64;

/** Most games in one library. */
export const MAX_OFFERS = 10_000;

/** Offers in one page of a library: about 300 KiB, well below a frame. */
export const OFFERS_PER_PAGE = 1_000;

/** Most peers that one message may name. */
export const MAX_PEERS_NAMED = 64;

/** Longest address that is read, in characters: an IPv6 one in brackets, with its port. */
export const MAX_ADDRESS_LENGTH = 64;

/** Most blocks that one change of what a running download has may name; more go as a whole bitmap. */
export const MAX_BLOCKS_PER_CHANGE = 1_000;

/** Fastest network card that a peer may claim, in Mbit/s. */
export const MAX_MBIT = 10_000_000;

/** Most bytes of a bitmap of blocks: one bit for each block of the largest manifest. */
export const MAX_HAVE_BYTES = MAX_MANIFEST_BYTES / HASH_BYTES / 8;

/** Most bytes of content one request may ask for: a block, so that no answer holds up others for long. */
export const MAX_REQUEST_BYTES = 4 * MIB;

/** Most ranges in one request: a run of small files travels packed. */
export const MAX_REQUEST_RANGES = 1024;

/** Most UTF-8 bytes of all paths of one request, so that the longest request still fits a frame. */
export const MAX_REQUEST_PATH_BYTES = 768 * KIB;

/** Most requests that may wait for their answers on one data connection. */
export const MAX_PIPELINED_REQUESTS = 16;

/** From the accepted or opened connection to both hellos, in milliseconds (slowloris, dead hosts). */
export const HANDSHAKE_MS = 5_000;

/** An idle session says this often that it is there, in milliseconds. */
export const PING_MS = 5_000;

/** In a larger room each session says so more seldom, as there are so many of them … */
export const SMALL_ROOM = 20;

/** … by this factor: a PC that stands still for five seconds just before its ping is still not lost. */
export const LARGE_ROOM_PAUSE = 1.8;

/** A session without a whole frame for so long is lost, in milliseconds: who is gone is seen to be so within 15 s. */
export const SESSION_SILENCE_MS = 14_500;

/** A data connection without a request, or on which an answer does not move, is closed, in milliseconds. */
export const DATA_STALL_MS = 30_000;

/** How long a session that lost to its twin is left to be closed by its opener, in milliseconds. */
export const TWIN_LINGER_MS = 5_000;

/** How long a goodbye may take to get out before the socket is cut, in milliseconds. */
export const GOODBYE_MS = 500;

/** How long a withdrawn game's requests may go on before their connections are cut, in milliseconds. */
export const WITHDRAW_MS = 5_000;

/**
 * The same for blocks of a download that has ended, in milliseconds. Who was told of that has closed
 * its connection by then, and lost nothing: only a PC that stands still is left to be cut.
 */
export const UNSHARE_MS = 250;

/** Most connections in all, unproven ones included: bounds memory and file descriptors. */
export const MAX_CONNECTIONS = 512;

/** Most handshakes under way with one address; more wait for their turn. */
export const MAX_HANDSHAKES_PER_ADDRESS = 16;

/** Most data connections one peer may hold. */
export const MAX_DATA_CONNECTIONS_PER_PEER = 16;

/** Calls that this PC has asked for and that have not come yet. */
export const MAX_CALLS_AWAITED = 64;

/** Bytes of a connection that came in for a fetching thread, and that it has not taken yet; more wait in the socket. */
export const CARRIED_WINDOW_BYTES = 4 * MIB;

/** Answers one peer gets at a time: one is read from disk while the other is under way. */
export const MAX_ANSWERS_PER_PEER = 2;

/** Most dials under way at once; more wait for their turn. */
export const MAX_DIALS = 128;

/** Most dials that wait for their turn: a room has fewer PCs, and hints have a budget of their own. */
export const MAX_WAITING_DIALS = 1_000;

/** Session messages a peer may send at once, before `MESSAGES_PER_SECOND` counts. */
export const MESSAGE_BURST = 100;

/** Session messages a second that are read of one peer in the long run; the rest waits in its socket. */
export const MESSAGES_PER_SECOND = 20;

/** Most bytes waiting in a session's socket; a peer that does not read them is lost. */
export const MAX_SESSION_QUEUE_BYTES = 16 * MIB;

/** A serving connection reads files into two buffers of this size: larger ones leave the cache. */
export const SERVE_BUFFER_BYTES = MIB;

/** With many serving connections their buffers get smaller, but not below this. */
export const MIN_SERVE_BUFFER_BYTES = 64 * KIB;

/** What the buffers of all serving connections should stay near to: 32 connections at full size. */
export const SERVE_MEMORY_BYTES = 64 * MIB;

/** Files of a packed request that are opened at once: the disk pool has four threads. */
export const PARALLEL_OPENS = 8;

/** Files kept open for the next request. */
export const MAX_OPEN_FILES = 64;

/** A file that nobody asks for is closed after so long, in milliseconds: Windows keeps open files from being moved. */
export const OPEN_FILE_IDLE_MS = 5_000;

/** What was served is reported this often, in milliseconds. */
export const SERVED_REPORT_MS = 250;

/** The limits that differ in tests, where nobody waits half a minute. */
export interface WireLimits {
  readonly connections: number;
  readonly handshakesPerAddress: number;
  readonly dials: number;
  readonly handshakeMs: number;
  readonly pingMs: number;
  readonly sessionSilenceMs: number;
  readonly dataStallMs: number;
  readonly withdrawMs: number;
  readonly unshareMs: number;
}

/** The limits at a party. */
export const DEFAULT_LIMITS: WireLimits = {
  connections: MAX_CONNECTIONS,
  handshakesPerAddress: MAX_HANDSHAKES_PER_ADDRESS,
  dials: MAX_DIALS,
  handshakeMs: HANDSHAKE_MS,
  pingMs: PING_MS,
  sessionSilenceMs: SESSION_SILENCE_MS,
  dataStallMs: DATA_STALL_MS,
  withdrawMs: WITHDRAW_MS,
  unshareMs: UNSHARE_MS,
};
