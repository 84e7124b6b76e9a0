import type { LinkVerdict } from '../../shared/domain/link.ts';

/** The PC at the other end, and where this one listens. */
export interface LinkEnds {
  readonly name: string;
  /** Where the other PC listens, `host:port`. */
  readonly address: string;
  /** Where this PC listens, `host:port`. */
  readonly ownAddress: string;
}

/** One sentence, in plain words, that says how the link is and what to do. */
export function linkAdvice(verdict: LinkVerdict, { name, address, ownAddress }: LinkEnds): string {
  switch (verdict) {
    case 'fine':
      return `${name} and this PC reach each other.`;
    case 'checking':
      return `It is not known yet whether ${name} and this PC reach each other: ask again in a few seconds.`;
    case 'blocked-here':
      return `${name} can't open connections to this PC: allow Lanspread (TCP port ${portOf(ownAddress)}) in the firewall here.`;
    case 'blocked-there':
      return `This PC can't open connections to ${name}: allow Lanspread (TCP port ${portOf(address)}) in the firewall there.`;
    case 'blocked-both':
      return `No new connection gets through between ${name} and this PC: allow Lanspread in both firewalls, and turn off client isolation where one is on Wi-Fi.`;
    case 'slow-here':
      return 'The network card of this PC runs at 100 Mbit/s or less: try another cable, or another port of the switch.';
    case 'slow-there':
      return `The network card of ${name} runs at 100 Mbit/s or less: try another cable there, or another port of the switch.`;
    case 'unannounced':
      return `The network carries no announcements between ${name} and this PC: where one does not find the other, type the address ${address}.`;
  }
}

function portOf(address: string): string {
  return address.slice(address.lastIndexOf(':') + 1);
}
