import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { Bonjour, type Browser } from 'bonjour-service';
import { announcedText, SERVICE_TYPE, type Announcement } from './announcement.ts';
import { isReadable } from './packet-filter.ts';

export type { Bonjour, Browser };

export interface BonjourOptions {
  /** The interface's IPv4 address. */
  readonly address: string;
  /** A UDP socket that is not bound yet. */
  readonly socket: EventEmitter;
  /** Told once the socket is of no use. */
  readonly onBroken: (error: unknown) => void;
  /** Told of what failed once, a packet that made no sense included. */
  readonly onWarning: (error: unknown) => void;
}

/** Opens mDNS on one interface; nothing it comes across is thrown. */
export function openBonjour({ address, socket, onBroken, onWarning }: BonjourOptions): Bonjour {
  const options = { interface: address, bind: '0.0.0.0', socket };
  // The package's types leave out the options it hands on, and the emitter whose errors are fatal
  // where nobody listens.
  const bonjour = new Bonjour(options as object, onWarning);
  const { mdns } = (bonjour as unknown as { readonly server: { readonly mdns: EventEmitter } })
    .server;
  mdns.on('error', onBroken);
  mdns.on('warning', onWarning);
  guardPackets(socket, onWarning);
  return bonjour;
}

/** Announces a peer until the instance is closed. */
export function announce(bonjour: Bonjour, announcement: Announcement): void {
  const name = `${SERVICE_TYPE}-${randomBytes(8).toString('hex')}`;
  const service = bonjour.publish({
    type: SERVICE_TYPE,
    name,
    // Not the PC's own name: that one belongs to the system's mDNS.
    host: `${name}.local`,
    port: announcement.port,
    txt: announcedText(announcement),
    // A forged answer to a probe would keep us silent; the random name can't be taken by accident.
    probe: false,
  });
  service.on('error', () => undefined);
}

// Every packet goes to the one listener of the package. It is replaced, as nothing else comes first.
function guardPackets(socket: EventEmitter, onWarning: (error: unknown) => void): void {
  const readers = socket.listeners('message');
  socket.removeAllListeners('message');
  socket.on('message', (packet: Buffer, from: unknown) => {
    if (!isReadable(packet)) return;
    try {
      for (const read of readers) Reflect.apply(read, socket, [packet, from]);
    } catch (error) {
      onWarning(error);
    }
  });
}
