import { createSocket, type Socket } from 'node:dgram';

/** What of a UDP socket a beacon uses. */
export type BeaconSocket = Pick<Socket, 'bind' | 'close' | 'on' | 'send'>;

/** All that listen on one IPv6 link; every system belongs to it, and no switch holds it back. */
const ALL_NODES = 'ff02::1';

/** A socket that may send to a whole IPv4 network once it is bound. */
export function openBroadcastSocket(): BeaconSocket {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  return socket.once('listening', () => {
    socket.setBroadcast(true);
  });
}

/** A socket that hears what is sent to all on these IPv6 links once it is bound. */
export function openLinkSocket(zones: readonly string[]): BeaconSocket {
  const socket = createSocket({ type: 'udp6', reuseAddr: true, ipv6Only: true });
  return socket.once('listening', () => {
    for (const zone of zones) join(socket, zone);
  });
}

/** Where to send what is for all on an IPv6 link. */
export function allOnLink(zone: string): string {
  return `${ALL_NODES}%${zone}`;
}

function join(socket: Socket, zone: string): void {
  try {
    socket.addMembership(ALL_NODES, `::%${zone}`);
  } catch {
    // A card that has just gone says nothing of the others.
  }
}
