import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { Card } from '../../shared/domain/link.ts';
import type { NetworkInterfaces } from './interfaces.ts';

/** The network card that has an address of this PC, and its speed where the system tells; null for none. */
export async function cardAt(
  host: string,
  interfaces: NetworkInterfaces = networkInterfaces(),
): Promise<Card | null> {
  const [bare, zone] = host.split('%');
  const found = Object.entries(interfaces).find(([name, addresses = []]) =>
    addresses.some(({ address, internal, scopeid }) => {
      // Two cards may have one address for their links, and tell them apart by their zones.
      const isHere = zone === undefined || zone === name || zone === String(scopeid);
      return address === bare && isHere && !internal;
    }),
  );
  if (found === undefined) return null;
  const [name] = found;
  return { name, mbit: process.platform === 'linux' ? await speedOf(name) : null };
}

// Wireless cards and some virtual ones have none: then the file can't be read, or holds -1.
async function speedOf(card: string): Promise<number | null> {
  const text = await readFile(`/sys/class/net/${card}/speed`, 'utf8').catch(() => '');
  const mbit = Number.parseInt(text, 10);
  return mbit > 0 ? mbit : null;
}
