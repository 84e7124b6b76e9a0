import { z } from 'zod';
import { MAX_FEATURES, MAX_NAME_LENGTH, MAX_RAW_NAME_LENGTH } from '../limits.ts';

/** The protocol's number; peers with another one do not talk to each other. */
export const PROTOCOL_NUMBER = 1;

/** The feature of peers that say what a download under way has, and give it (S21). */
export const SWARM = 'swarm';

/** The feature of peers that open data connections to those who can't reach them, when asked. */
export const CALL_BACK = 'call-back';

/** What this PC says of itself when a connection opens; plain data. */
export interface HelloFacts {
  /** The name others see. */
  readonly name: string;
  readonly appVersion: string;
  /**
   * Random, made once a process: tells a restarted peer from one that dials twice.
   * Only sessions need it, and where this PC listens.
   */
  readonly instance?: number;
  readonly listenPort?: number;
}

/** What a connection is for; only the end that opened it says so. */
export type Role = 'session' | 'data' | 'call-back';

/** What the other end has said of itself, checked; its name is fit to be shown. */
export interface Hello extends Required<HelloFacts> {
  readonly role: Role | undefined;
  /** Of a call back: which one it is. */
  readonly ticket: string | undefined;
  readonly features: readonly string[];
}

/** A hello that can't be accepted. */
export type HelloProblem = 'malformed' | 'older-protocol' | 'newer-protocol';

const MAX_PORT = 65_535;

// Controls, bidi and zero-width characters, line separators: they could forge other rows and lines.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

const anyProtocol = z.object({ type: z.literal('hello'), protocol: z.int() });

/** What the end that asked for a call knows it by. */
export const ticket = z.string().regex(/^[0-9a-f]{32}$/);

/** A peer's name as it is sent; what is read of it may be shown. */
export const sentName = z.string().max(MAX_RAW_NAME_LENGTH).transform(printableName);

const helloFrame = z.object({
  role: z.enum(['session', 'data', 'call-back']).optional(),
  ticket: ticket.optional(),
  app: z.string().regex(/^[\w.+-]{1,64}$/),
  name: sentName,
  port: z.int().min(0).max(MAX_PORT),
  instance: z.int().min(0),
  features: z.array(z.string().max(64)).max(MAX_FEATURES),
});

/** The first frame of each end; `role` only from the end that opened the connection. */
export function helloMessage(facts: HelloFacts, role?: Role, ticketOfCall?: string): object {
  return {
    type: 'hello',
    protocol: PROTOCOL_NUMBER,
    role,
    ticket: ticketOfCall,
    app: facts.appVersion,
    name: facts.name.slice(0, MAX_RAW_NAME_LENGTH),
    port: facts.listenPort ?? 0,
    instance: facts.instance ?? 0,
    features: [SWARM, CALL_BACK],
  };
}

/** The hello that a first frame holds, or why it is none. */
export function parseHello(message: unknown): Hello | HelloProblem {
  const protocol = anyProtocol.safeParse(message);
  if (!protocol.success) return 'malformed';
  if (protocol.data.protocol < PROTOCOL_NUMBER) return 'older-protocol';
  if (protocol.data.protocol > PROTOCOL_NUMBER) return 'newer-protocol';
  const parsed = helloFrame.safeParse(message);
  if (!parsed.success) return 'malformed';
  const { role, ticket: ofCall, app, name, port, instance, features } = parsed.data;
  // Whoever opens a session is fetched from too, and listed by where that is.
  if (role === 'session' && port === 0) return 'malformed';
  return { role, ticket: ofCall, name, appVersion: app, listenPort: port, instance, features };
}

/** A stranger's name as it may be shown: one line, no control characters, at most `MAX_NAME_LENGTH`. */
export function printableName(raw: string): string {
  const oneLine = raw.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return Array.from(oneLine).slice(0, MAX_NAME_LENGTH).join('').trim() || 'unnamed';
}
