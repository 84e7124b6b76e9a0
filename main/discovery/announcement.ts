import type { PeerId } from '../../shared/domain/ids.ts';

/** What a peer says about itself to the whole network. */
export interface Announcement {
  readonly peerId: PeerId;
  readonly name: string;
  /** The address it listens on; `0.0.0.0` and `::` mean each of its addresses. */
  readonly host: string;
  readonly port: number;
}

/** The kind of service peers announce over mDNS, `_lanspread._tcp`. */
export const SERVICE_TYPE = 'lanspread';

/** Longest name in an announcement, in UTF-16 units: at most 192 bytes, one TXT entry holds 255. */
const MAX_NAME_LENGTH = 64;

// Stands in the announcement so that a later version can tell; a session settles what both speak.
const PROTOCOL = '1';

/** The TXT record of an announcement. */
export function announcedText({ peerId, name }: Announcement): Readonly<Record<string, string>> {
  return { id: peerId, protocol: PROTOCOL, name: plainName(name) };
}

/** A name of one line, without characters that steer a terminal or turn the text around. */
export function plainName(name: string): string {
  return name
    .slice(0, MAX_NAME_LENGTH)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
}
