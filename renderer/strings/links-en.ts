import type { LinkTrouble } from '../../shared/domain/link.ts';

/** What is wrong with the way to a PC, and what helps, in English. */
export const linksEn = {
  label: 'Connections',
  several: (count: number): string => `${count} PCs`,
  blockedHere:
    'Your firewall keeps others out: allow Lanspread there, so that all find you and get games from you.',
  trouble: {
    'blocked-both': (name: string): string =>
      `No new connection gets through between ${name} and you: allow Lanspread in both firewalls, and turn off “client isolation” where one of you is on Wi-Fi.`,
    'blocked-here': (name: string): string =>
      `Connections from ${name} do not get in here: allow Lanspread in your firewall.`,
    'blocked-there': (name: string): string =>
      `Connections to ${name} do not get in there: allow Lanspread in the firewall of that PC. Its list of people shows how.`,
    'slow-here': (): string =>
      'Your network card runs at 100 Mbit/s or less: try another cable, or another port of the switch.',
    'slow-there': (name: string): string =>
      `The network card of ${name} runs at 100 Mbit/s or less: try another cable there, or another port of the switch.`,
    unannounced: (name: string): string =>
      `This network does not let ${name} and you find each other by yourselves: when one is missing, connect to the address.`,
  } satisfies Record<LinkTrouble, (name: string) => string>,
  allowInFirewall: 'Allow in Windows Firewall',
  firewallAllowed: 'Allowed. It takes up to half a minute until others notice.',
  showHow: 'Show how',
  howTo: {
    win32: 'Windows Security, Firewall & network protection, Allow an app: tick Lanspread.',
    darwin: 'System Settings, Network, Firewall, Options: let Lanspread accept connections.',
    linux: (port: string): string =>
      `Open TCP port ${port}, for instance with\nsudo ufw allow ${port}/tcp\nor\nsudo firewall-cmd --add-port=${port}/tcp`,
  },
};
