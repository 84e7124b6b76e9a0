import type { PeerId } from '../../shared/domain/ids.ts';

/** This PC's key and the certificate made of it; plain data, so that it can cross into workers. */
export interface Identity {
  readonly peerId: PeerId;
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}
