import { createHash, type KeyObject } from 'node:crypto';
import type { PeerId } from '../../shared/domain/ids.ts';

const PEER_ID_BYTES = 16;

/** The id that a public key proves: the first 16 bytes of SHA-256 over its SPKI form, in hex. */
export function peerIdOf(publicKey: KeyObject): PeerId {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const digest = createHash('sha256').update(spki).digest();
  return digest.toString('hex', 0, PEER_ID_BYTES) as PeerId;
}
