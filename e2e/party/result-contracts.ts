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
  queueState,
  version,
} from './contract-parts.ts';

/** A peer as events and results name it. */
export const peer = z.object({ peer_id: peerId, name: z.string().min(1), address });

/** What a finished download tells, as result and as event. */
export const downloadSummary = z.object({
  game_id: gameId,
  version,
  bytes,
  seconds: z.number().min(0),
  sources: z.array(z.object({ peer_id: peerId, address, bytes })),
});

const peers = z.array(
  peer.extend({ games: z.int().min(0), via: z.enum(['connect', 'discovery']) }),
);

const reach = z.enum(['yes', 'no', 'unknown']);
const hearing = z.object({ multicast: z.boolean(), beacon: z.boolean() }).nullable();
const mbit = z.int().min(1).nullable();

const link = peer.extend({
  verdict: z.string().min(1),
  advice: z.string().min(1),
  reaches_it: reach,
  reaches_me: reach,
  hears: hearing,
  is_heard: hearing,
  card: z.object({ name: z.string().min(1), mbit }).nullable(),
  peer_mbit: mbit,
});

const gameRow = z.object({
  id: gameId,
  title: z.string().min(1),
  downloaded: z.boolean(),
  installed: z.boolean(),
  hashed: z.boolean(),
  damaged: z.boolean(),
  availability,
  local_version: version.nullable(),
  eti_game_version: version.nullable(),
  peer_count: z.int().min(0),
  peers: z.array(peerId),
  size: bytes,
  queue: z
    .object({
      state: queueState,
      position: z.int().min(0),
      bytes_done: bytes,
      bytes_total: bytes,
    })
    .nullable(),
});

const ofGame = z.object({ game_id: gameId });
const games = z.object({ games: z.int().min(0) });
const hashedFile = gameFile.extend({ sha256: hash });
const nothing = z.looseObject({});

/** What the contract says of the `data` of each command's result. */
export const resultContracts = {
  status: peer.extend({
    games_dir: z.string(),
    state_dir: z.string(),
    version: z.string(),
    peers: z.int().min(0),
    downloads: z.int().min(0),
    queue: z.array(queueEntry),
    sharing: z.boolean(),
  }),
  connect: peer,
  disconnect: nothing,
  diagnose: z.object({ links: z.array(link) }),
  'list-peers': z.object({ peers }),
  'list-games': z.object({ games: z.array(gameRow) }),
  'wait-peers': z.object({ peer_count: z.int().min(0), peers }),
  download: downloadSummary,
  cancel: nothing,
  pause: nothing,
  resume: nothing,
  move: nothing,
  'pause-sharing': nothing,
  'resume-sharing': nothing,
  install: ofGame,
  uninstall: ofGame,
  remove: nothing,
  verify: z.object({
    game_id: gameId,
    ok: z.boolean(),
    files: z.array(
      gameFile.extend({
        // A file that is missing has no hash.
        sha256: z.string().regex(/^([0-9a-f]{64})?$/),
        state: z.enum(['ok', 'changed', 'missing', 'extra']),
      }),
    ),
  }),
  manifest: z.object({ game_id: gameId, version, files: z.array(hashedFile) }),
  rescan: games,
  'set-game-dir': games,
  'set-name': z.object({ name: z.string().min(1) }),
  shutdown: nothing,
} as const;
