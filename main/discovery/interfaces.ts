import type { NetworkInterfaceInfo } from 'node:os';

/** Interfaces as `os.networkInterfaces()` lists them. */
export type NetworkInterfaces = Readonly<
  Record<string, readonly NetworkInterfaceInfo[] | undefined>
>;

/** Most interfaces to announce on; virtual machines and containers can bring dozens. */
const MAX_INTERFACES = 16;

/**
 * One IPv4 address of each interface to announce on, sorted. Loopback counts only where there is
 * nothing else: a PC without a network still finds the peers that run on itself.
 */
export function addressesToAnnounceOn(interfaces: NetworkInterfaces): readonly string[] {
  const outward = firstAddresses(interfaces, false);
  const chosen = outward.length > 0 ? outward : firstAddresses(interfaces, true);
  return chosen.slice(0, MAX_INTERFACES).toSorted();
}

function firstAddresses(interfaces: NetworkInterfaces, isInternal: boolean): string[] {
  return Object.values(interfaces).flatMap((addresses = []) => {
    const first = addresses.find(
      ({ family, internal }) => family === 'IPv4' && internal === isInternal,
    );
    return first === undefined ? [] : [first.address];
  });
}
