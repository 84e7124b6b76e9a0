import type { SecureContext, TLSSocket } from 'node:tls';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Address } from '../../../shared/domain/peer.ts';
import { dialSecure } from '../link/dial.ts';
import { otherPeer } from '../link/failures.ts';
import type { DataLink, LinkReader } from './data-link.ts';

export interface DialledTarget {
  readonly peerId: PeerId;
  readonly address: Address;
  readonly context: SecureContext;
  /** Aborts when connecting has taken too long. */
  readonly limit: AbortSignal;
}

/**
 * Opens a connection to where the peer listens; the network writes straight to the reader's place.
 * Fails with `bad-argument`, `peer-unreachable`, `peer-refused` or the signal's reason.
 */
export async function dialLink(
  { peerId: expected, address, context, limit }: DialledTarget,
  reader: LinkReader,
  signal: AbortSignal,
): Promise<DataLink> {
  const onread = {
    buffer: reader.place,
    callback: (bytes: number): boolean => {
      reader.took(bytes);
      return true;
    },
  };
  const { socket, peerId } = await dialSecure(address, { context, limit, onread }, signal);
  const link = new DialledLink(socket, reader);
  if (peerId === expected) return link;
  link.destroy();
  throw otherPeer(address);
}

class DialledLink implements DataLink {
  readonly isGreeted = false;
  readonly #socket: TLSSocket;
  readonly #onClosed: () => void;

  constructor(socket: TLSSocket, { onClosed }: LinkReader) {
    this.#socket = socket;
    this.#onClosed = onClosed;
    socket.once('close', onClosed);
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.off('close', this.#onClosed).destroy();
  }
}
