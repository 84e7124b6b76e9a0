import { z } from 'zod';
import type { Offer } from '../../../shared/domain/content.ts';
import {
  type GameId,
  parseContentHash,
  parseGameId,
  parsePeerId,
} from '../../../shared/domain/ids.ts';
import { parseExactVersion } from '../../../shared/domain/version.ts';
import { sentName, ticket } from '../link/hello.ts';
import {
  MAX_ADDRESS_LENGTH,
  MAX_BLOCKS_PER_CHANGE,
  MAX_HAVE_BYTES,
  MAX_MBIT,
  MAX_PEERS_NAMED,
  OFFERS_PER_PAGE,
} from '../limits.ts';
import type { HaveMessage, LinkMessage, PeersMessage } from '../network.ts';
import { parsedBy } from '../parsed-by.ts';

/** A part of a library or of a change; `more` says that the next frame goes on with it. */
export type Page =
  | {
      readonly type: 'library';
      readonly revision: number;
      readonly offers: readonly Offer[];
      readonly more: boolean;
    }
  | {
      readonly type: 'library-change';
      readonly revision: number;
      readonly put: readonly Offer[];
      readonly drop: readonly GameId[];
      readonly more: boolean;
    };

/** What two peers send each other over an open session. */
export type SessionFrame =
  | Page
  | HaveMessage
  | PeersMessage
  | LinkMessage
  | { readonly type: 'library-received'; readonly revision: number }
  | { readonly type: 'library-again' }
  | { readonly type: 'name'; readonly name: string }
  /** The sender can't reach the other end, and asks it to open a data connection. */
  | { readonly type: 'call-back'; readonly ticket: string }
  | { readonly type: 'ping' }
  | { readonly type: 'goodbye'; readonly reason: 'leaving' | 'refused' };

/** A frame of a type that this version does not know: later ones may say more, so it is passed over. */
export type ParsedFrame = SessionFrame | 'unknown' | 'malformed';

const gameId = parsedBy(parseGameId);
const contentHash = parsedBy(parseContentHash);
const version = parsedBy(parseExactVersion);
const revision = z.int().min(0);

const offer = z.object({
  id: gameId,
  version,
  size: z.int().min(0),
  outlineHash: contentHash,
  manifestHash: contentHash.optional(),
});

const offers = z.array(offer).max(OFFERS_PER_PAGE);
const more = z.boolean();

// Four characters for three bytes.
const bits = z
  .base64()
  .max(Math.ceil(MAX_HAVE_BYTES / 3) * 4)
  .transform((text): Uint8Array => Buffer.from(text, 'base64'));

const block = z
  .int()
  .min(0)
  .max(MAX_HAVE_BYTES * 8 - 1);
const blocks = z.array(block).max(MAX_BLOCKS_PER_CHANGE);

const namedPeer = z.object({
  peerId: parsedBy(parsePeerId),
  address: z.string().max(MAX_ADDRESS_LENGTH),
});

const frames = {
  library: z.object({ type: z.literal('library'), revision, offers, more }),
  'library-change': z.object({
    type: z.literal('library-change'),
    revision,
    put: offers,
    drop: z.array(gameId).max(OFFERS_PER_PAGE),
    more,
  }),
  'library-received': z.object({ type: z.literal('library-received'), revision }),
  'library-again': z.object({ type: z.literal('library-again') }),
  name: z.object({ type: z.literal('name'), name: sentName }),
  have: z.object({ type: z.literal('have'), gameId, manifestHash: contentHash, bits }),
  'have-more': z.object({
    type: z.literal('have-more'),
    gameId,
    blocks,
    coming: blocks,
  }),
  'have-ended': z.object({ type: z.literal('have-ended'), gameId }),
  peers: z.object({
    type: z.literal('peers'),
    open: z.boolean(),
    peers: z.array(namedPeer).max(MAX_PEERS_NAMED),
  }),
  link: z.object({
    type: z.literal('link'),
    reaches: z.enum(['yes', 'no', 'unknown']),
    hears: z.object({ multicast: z.boolean(), beacon: z.boolean() }).nullable(),
    mbit: z.int().min(1).max(MAX_MBIT).nullable(),
  }),
  'call-back': z.object({ type: z.literal('call-back'), ticket }),
  ping: z.object({ type: z.literal('ping') }),
  goodbye: z.object({ type: z.literal('goodbye'), reason: z.enum(['leaving', 'refused']) }),
} as const satisfies Record<SessionFrame['type'], z.ZodType<SessionFrame>>;

const typed = z.object({ type: z.string() });

/** A frame as it is sent: what is binary goes as base64. */
export function printSessionFrame(frame: SessionFrame): object {
  if (frame.type !== 'have') return frame;
  return { ...frame, bits: Buffer.from(frame.bits).toString('base64') };
}

/** The session frame that a message is. */
export function parseSessionFrame(message: object): ParsedFrame {
  const type = typed.safeParse(message).data?.type;
  if (type === undefined) return 'malformed';
  if (!isKnown(type)) return 'unknown';
  return frames[type].safeParse(message).data ?? 'malformed';
}

function isKnown(type: string): type is keyof typeof frames {
  return Object.hasOwn(frames, type);
}
