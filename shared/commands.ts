import { z } from 'zod';
import type { FileState, GameRow } from './domain/game.ts';
import { type GameId, parseGameId, parsePeerId, type PeerId } from './domain/ids.ts';
import type { LinkRow } from './domain/link-row.ts';
import type { Address, PeerRow } from './domain/peer.ts';
import type { QueueEntry } from './domain/queue.ts';
import type { DownloadSummary } from './domain/transfer.ts';
import type { Version } from './domain/version.ts';

/** What `status` tells of this peer. */
export interface Status {
  readonly peerId: PeerId;
  readonly name: string;
  readonly address: Address;
  readonly gamesDir: string;
  readonly stateDir: string;
  readonly version: string;
  readonly peers: number;
  readonly downloads: number;
  /** The downloads under way and to come, in their order. */
  readonly queue: readonly QueueEntry[];
  /** Whether others get games from this PC. */
  readonly sharing: boolean;
}

/** A file of the own copy with its SHA-256, in hex. */
export interface HashedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** What `verify` found; `ok` when no file is changed, missing or extra. */
export interface Verification {
  readonly gameId: GameId;
  readonly ok: boolean;
  readonly files: readonly (HashedFile & { readonly state: FileState })[];
}

interface CommandSpec<Params extends z.ZodType, Result> {
  readonly params: Params;
  readonly __result?: Result;
}

/** Longest a `wait-peers` may wait, in milliseconds: an hour. */
const MAX_WAIT_MS = 3_600_000;

const gameId = z.string().transform((text, context): GameId => {
  const id = parseGameId(text);
  if (id !== undefined) return id;
  context.addIssue('must be 1 to 64 of a-z 0-9 . _ - and nothing else');
  return z.NEVER;
});

const peerId = z.string().transform((text, context): PeerId => {
  const id = parsePeerId(text);
  if (id !== undefined) return id;
  context.addIssue('must be 32 hex digits');
  return z.NEVER;
});

/** What a player may be called. */
export const playerName = z.string().trim().min(1).max(64);

const nothing = z.strictObject({});
const oneGame = z.strictObject({ gameId });
const oneGameOrAll = z.strictObject({ gameId: gameId.optional() });

/** Each command once: its name, what it takes (checked at run time), what it gives back. */
export const commands = {
  status: command(nothing).returns<Status>(),
  connect: command(z.strictObject({ address: z.string().min(1).max(300) })).returns<{
    readonly peerId: PeerId;
    readonly name: string;
    readonly address: Address;
  }>(),
  disconnect: command(z.strictObject({ peerId })).returns<undefined>(),
  /** How the way to each connected peer is, tried right now; takes a few seconds where one is blocked. */
  diagnose: command(nothing).returns<{ readonly links: readonly LinkRow[] }>(),
  'list-peers': command(nothing).returns<{ readonly peers: readonly PeerRow[] }>(),
  'list-games': command(z.strictObject({ all: z.boolean().default(false) })).returns<{
    readonly games: readonly GameRow[];
  }>(),
  'wait-peers': command(
    z.strictObject({
      count: z.int().min(0).max(10_000),
      timeoutMs: z.number().min(0).max(MAX_WAIT_MS).default(10_000),
    }),
  ).returns<{ readonly peerCount: number; readonly peers: readonly PeerRow[] }>(),
  download: command(
    z.strictObject({
      gameId,
      install: z.boolean().default(true),
      wait: z.boolean().default(true),
      /** Waits for a holder, and for room on the disk, where it would fail otherwise. */
      patient: z.boolean().default(false),
    }),
  ).returns<DownloadSummary | { readonly gameId: GameId }>(),
  /** `keep: false` deletes what was fetched. */
  cancel: command(z.strictObject({ gameId, keep: z.boolean().default(true) })).returns<undefined>(),
  pause: command(oneGameOrAll).returns<undefined>(),
  resume: command(oneGameOrAll).returns<undefined>(),
  /** 0 = the front of the queue. */
  move: command(z.strictObject({ gameId, position: z.int().min(0) })).returns<undefined>(),
  install: command(oneGame).returns<{ readonly gameId: GameId }>(),
  uninstall: command(oneGame).returns<{ readonly gameId: GameId }>(),
  remove: command(z.strictObject({ gameId, keepInstall: z.boolean().default(false) })).returns<{
    readonly gameId: GameId;
  }>(),
  verify: command(oneGame).returns<Verification>(),
  manifest: command(oneGame).returns<{
    readonly gameId: GameId;
    readonly version: Version;
    readonly files: readonly HashedFile[];
  }>(),
  rescan: command(nothing).returns<{ readonly games: number }>(),
  'set-game-dir': command(z.strictObject({ path: z.string().min(1).max(4096) })).returns<{
    readonly games: number;
  }>(),
  'set-name': command(z.strictObject({ name: playerName })).returns<{ readonly name: string }>(),
  /** Nothing leaves this PC until sharing is resumed, or the next start. */
  'pause-sharing': command(nothing).returns<undefined>(),
  'resume-sharing': command(nothing).returns<undefined>(),
  shutdown: command(nothing).returns<undefined>(),
} as const;

export type CommandName = keyof typeof commands;

/** What a handler is given: checked, defaults filled in. */
export type CommandParams<N extends CommandName> = z.output<(typeof commands)[N]['params']>;

/** What a command gives back when it went well. */
export type CommandResult<N extends CommandName> = ResultOf<(typeof commands)[N]>;

type ResultOf<Spec> = Spec extends CommandSpec<z.ZodType, infer Result> ? Result : never;

/** Whether `text` names a command. */
export function isCommandName(text: string): text is CommandName {
  return Object.hasOwn(commands, text);
}

function command<Params extends z.ZodType>(
  params: Params,
): { returns: <Result>() => CommandSpec<Params, Result> } {
  return { returns: () => ({ params }) };
}
