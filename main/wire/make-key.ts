import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';

/** A private key and the self-signed certificate of its public half. */
export interface KeyPair {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A new key pair (ECDSA P-256) with its certificate. */
export async function makeKey(): Promise<KeyPair> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  // No end by the clock: PCs at a party have wrong clocks, and only the key counts.
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: '01',
      name: 'CN=Lanspread peer',
      notBefore: new Date('2000-01-01T00:00:00Z'),
      notAfter: new Date('2199-12-31T00:00:00Z'),
      signingAlgorithm: ALGORITHM,
      keys,
    },
    webcrypto,
  );
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    privateKeyPem: PemConverter.encode(privateKey, 'PRIVATE KEY'),
    certificatePem: certificate.toString('pem'),
  };
}
