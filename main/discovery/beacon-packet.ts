import { z } from 'zod';
import { plainName, type Announcement } from './announcement.ts';
import { hintAt, type Hint } from './hint.ts';

/** Longest beacon that is read, in bytes; one with the longest name has less than 350. */
export const MAX_BEACON_BYTES = 512;

// Stands in every beacon: who hears one of another version can't know what it means.
const VERSION = 1;

const beacon = z.object({
  lanspread: z.literal(VERSION),
  id: z.string(),
  name: z.string().default(''),
  port: z.int().min(1).max(65_535),
});

/** What a peer broadcasts of itself: one JSON object in UTF-8. */
export function beaconPacket({ peerId, name, port }: Announcement): Buffer {
  return Buffer.from(
    JSON.stringify({ lanspread: VERSION, id: peerId, name: plainName(name), port }),
  );
}

/** The hint in a packet that came from `source`, or undefined where it makes no sense. */
export function parseBeacon(packet: Uint8Array, source: string): Hint | undefined {
  if (packet.byteLength > MAX_BEACON_BYTES) return undefined;
  const { data } = beacon.safeParse(readJson(packet));
  if (data === undefined) return undefined;
  return hintAt({ ...data, source });
}

function readJson(packet: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(packet)) as unknown;
  } catch {
    return undefined;
  }
}
