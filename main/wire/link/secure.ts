import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import type { PeerId } from '../../../shared/domain/ids.ts';
import type { Identity } from '../identity.ts';
import { peerIdOf } from '../peer-id.ts';

/** The protocol's name in the TLS handshake; another major protocol gets another name. */
export const ALPN_PROTOCOL = 'lanspread/1';

const CURVE = 'prime256v1';

/** This PC's side of every TLS connection; made once, since it parses the key. */
export function secureContext(identity: Identity): SecureContext {
  return createSecureContext({
    key: identity.privateKeyPem,
    cert: identity.certificatePem,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    // Without tickets every connection proves its key anew.
    secureOptions: constants.SSL_OP_NO_TICKET,
  });
}

/**
 * The id that the other end has proven, or undefined: no certificate, another kind of key, or not our protocol.
 * The handshake has checked that it holds the private key; who signed the certificate says nothing.
 */
export function provenPeerId(socket: TLSSocket): PeerId | undefined {
  if (socket.alpnProtocol !== ALPN_PROTOCOL) return undefined;
  const key = socket.getPeerX509Certificate()?.publicKey;
  if (key?.asymmetricKeyType !== 'ec') return undefined;
  return key.asymmetricKeyDetails?.namedCurve === CURVE ? peerIdOf(key) : undefined;
}
