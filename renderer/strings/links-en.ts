import type { LinkTrouble } from '../../shared/domain/link.ts';

/** What is wrong with the way to a PC, and what helps, in English. */
export const linksEn = {
  label: 'Connections',
  several: (count: number): string => `${count} PCs`,
  blockedHere:
    'Your firewall keeps others out: allow Lanspread in it, so that everybody finds you and gets games from you.',
  trouble: {
    'blocked-both': (name: string): string =>
      `${name} and you can’t connect to each other: allow Lanspread in both firewalls, and turn off “client isolation” if one of you is on Wi-Fi.`,
    'blocked-here': (name: string): string =>
      `${name} can’t connect to you: allow Lanspread in your firewall.`,
    'blocked-there': (name: string): string =>
      `You can’t connect to ${name}: allow Lanspread in the firewall there. People on that PC shows how.`,
    'slow-here': (): string =>
      'Your network card runs at 100 Mbit/s or less: try another cable, or another port of the switch.',
    'slow-there': (name: string): string =>
      `The network card of ${name} runs at 100 Mbit/s or less: try another cable there, or another port of the switch.`,
    unannounced: (name: string): string =>
      `In this network ${name} and you do not find each other by yourselves: if one is missing, connect to the address.`,
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
