import { once } from 'node:events';
import type { OnReadOpts } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Address } from '../../../shared/domain/peer.ts';
import { LanspreadError } from '../../../shared/errors.ts';
import { parseAddress } from '../address.ts';
import { badAddress, dialFailure, otherProtocol, silence } from './failures.ts';
import { ALPN_PROTOCOL, provenPeerId } from './secure.ts';

/** A connection whose other end has proven its id. */
export interface ProvenSocket {
  readonly socket: TLSSocket;
  readonly peerId: PeerId;
}

/** As whom to connect, and how to read from the connection. */
export interface DialOptions {
  readonly context: SecureContext;
  /** Aborts when connecting has taken too long. */
  readonly limit: AbortSignal;
  readonly onread?: OnReadOpts | undefined;
}

/**
 * Connects over TLS and lets the other end prove its id; the caller closes the socket.
 * Fails with `bad-argument`, `peer-unreachable`, `peer-refused` or the signal's reason.
 */
export async function dialSecure(
  address: Address,
  options: DialOptions,
  signal: AbortSignal,
): Promise<ProvenSocket> {
  signal.throwIfAborted();
  const socket = openSocket(address, options);
  // After the handshake Node tells a broken record as an error, and leaves the socket open.
  socket.on('error', () => socket.destroy());
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.any([signal, options.limit]) });
    const peerId = provenPeerId(socket);
    if (peerId === undefined) throw otherProtocol(address);
    return { socket, peerId };
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (options.limit.aborted) throw silence(address);
    throw error instanceof LanspreadError ? error : dialFailure(address, error);
  }
}

function openSocket(address: Address, { context, onread }: DialOptions): TLSSocket {
  const target = parseAddress(address);
  if (target === undefined || target.port === 0) throw badAddress(address);
  const socket = connect({
    ...target,
    secureContext: context,
    ALPNProtocols: [ALPN_PROTOCOL],
    // Who signed the certificate does not count: its key is the identity.
    rejectUnauthorized: false,
    ...(onread === undefined ? {} : { onread }),
  });
  return socket.setNoDelay(true);
}
