import { z } from 'zod';
import {
  address,
  availability,
  bytes,
  gameFile,
  gameId,
  hash,
  peerId,
  queueEntry,
  speed,
  version,
} from './contract-parts.ts';
import { downloadSummary, peer } from './result-contracts.ts';

const CHUNK_BYTES = 32 * 1024 * 1024;

const ofGame = z.object({ game_id: gameId });
const gameFailure = z.object({ game_id: gameId, code: z.string(), message: z.string().min(1) });

const range = z.object({
  game_id: gameId,
  path: z.string().min(1),
  offset: bytes,
  length: z.int().min(1).max(CHUNK_BYTES),
  peer_id: peerId,
  address,
});

const localGame = z.object({
  id: gameId,
  version: version.nullable(),
  size: bytes,
  downloaded: z.boolean(),
  installed: z.boolean(),
  availability,
});

const roomEvents = {
  'cli-started': z.object({ version: z.string().min(1), pid: z.int(), node: z.string().min(1) }),
  'local-library-changed': z.object({ games: z.array(localGame) }),
  'local-peer-ready': peer,
  'local-peer-renamed': peer,
  'sharing-changed': z.object({ sharing: z.boolean() }),
  'peer-discovered': peer,
  'peer-connected': peer,
  'link-changed': z.object({
    peer_id: peerId,
    verdict: z.string().min(1),
    advice: z.string().min(1),
  }),
  'peer-lost': z.object({
    peer_id: peerId,
    address,
    reason: z.enum(['goodbye', 'closed', 'timeout', 'refused']),
  }),
  'remote-library-changed': z.object({
    peer_id: peerId,
    games: z.array(z.object({ id: gameId, version, size: bytes })),
  }),
  diagnostic: z.looseObject({ code: z.string(), message: z.string().min(1) }),
} as const;

const downloadEvents = {
  'got-game-files': z.object({
    game_id: gameId,
    version,
    files: z.array(gameFile),
    manifest_hash: hash.nullable(),
    peers: z.array(peerId),
  }),
  'download-begin': z.object({
    game_id: gameId,
    version,
    bytes_total: bytes,
    bytes_kept: bytes,
    sources: z.array(peerId),
  }),
  'download-progress': z.object({
    game_id: gameId,
    bytes_done: bytes,
    bytes_total: bytes,
    bytes_per_second: speed,
    eta_seconds: z.number().min(0).nullable(),
    sources: z.array(z.object({ peer_id: peerId, bytes_per_second: speed })),
  }),
  'download-chunk-finished': range,
  'chunk-rejected': range.extend({ reason: z.string().min(1) }),
  'download-finished': downloadSummary,
  'download-failed': gameFailure,
  'no-peers-have-game': ofGame,
} as const;

const queueEvents = {
  'queue-changed': z.object({ entries: z.array(queueEntry) }),
  'download-waiting': ofGame.extend({ reason: z.enum(['turn', 'holder', 'space']) }),
  'download-paused': ofGame,
  'download-resumed': ofGame,
} as const;

const installEvents = {
  'install-begin': ofGame,
  'install-progress': z.object({ game_id: gameId, bytes_done: bytes, bytes_total: bytes }),
  'install-finished': ofGame,
  'install-failed': gameFailure,
  'uninstall-begin': ofGame,
  'uninstall-finished': ofGame,
  'uninstall-failed': gameFailure,
} as const;

const verifyEvents = {
  'verify-progress': z.object({ game_id: gameId, bytes_done: bytes, bytes_total: bytes }),
} as const;

/** What the contract says of each event's data. */
export const eventContracts = {
  ...roomEvents,
  ...downloadEvents,
  ...queueEvents,
  ...installEvents,
  ...verifyEvents,
} as const;
