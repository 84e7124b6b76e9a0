import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PeerId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { KeyPair } from './make-key.ts';
import { peerIdOf } from './peer-id.ts';

/** This PC's key, the certificate made of it, and its id; plain data, so that it can cross into workers. */
export interface Identity extends KeyPair {
  readonly peerId: PeerId;
}

const IDENTITY_FILE = 'identity.json';
const OWNER_ONLY = 0o600;

const storedIdentity = z.object({ privateKey: z.string(), certificate: z.string() });

/**
 * The identity kept in the state folder, made at the first start; only its user may read the file.
 * Fails with `io-error` where the file can't be read, written or understood.
 */
export async function loadIdentity(stateFolder: string): Promise<Identity> {
  const file = join(stateFolder, IDENTITY_FILE);
  const stored = await readStored(file);
  if (stored !== undefined) return parseStored(stored);
  const made = await makeIdentity();
  await writeStored(stateFolder, file, made);
  return made;
}

/** A new identity, kept nowhere. */
export async function makeIdentity(): Promise<Identity> {
  // Loaded only here: what makes certificates takes 60 ms to load, and is needed once.
  const { makeKey } = await import('./make-key.ts');
  return identityOf(await makeKey());
}

async function readStored(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    // A file that was copied or restored may have become readable by others.
    await chmod(file, OWNER_ONLY);
    return text;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new LanspreadError(
      'io-error',
      `Can't read ${IDENTITY_FILE}, the key of this PC, in the state folder. Make the file readable for this user.`,
      { cause: error },
    );
  }
}

function parseStored(text: string): Identity {
  try {
    const stored = storedIdentity.parse(JSON.parse(text));
    return identityOf({ privateKeyPem: stored.privateKey, certificatePem: stored.certificate });
  } catch (error) {
    throw new LanspreadError(
      'io-error',
      `The key of this PC, ${IDENTITY_FILE} in the state folder, is damaged. Restore the file, or delete it to start as a new peer.`,
      { cause: error },
    );
  }
}

function identityOf(key: KeyPair): Identity {
  const certificate = new X509Certificate(key.certificatePem);
  if (!certificate.checkPrivateKey(createPrivateKey(key.privateKeyPem))) {
    throw new Error('The private key does not belong to the certificate.');
  }
  return { ...key, peerId: peerIdOf(certificate.publicKey) };
}

// Written beside and renamed, so that a crash never leaves half a key.
async function writeStored(folder: string, file: string, identity: Identity): Promise<void> {
  const draft = `${file}.new`;
  const { privateKeyPem: privateKey, certificatePem: certificate } = identity;
  try {
    await mkdir(folder, { recursive: true });
    await rm(draft, { force: true });
    const handle = await open(draft, 'wx', OWNER_ONLY);
    try {
      await handle.writeFile(JSON.stringify({ privateKey, certificate }));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    throw new LanspreadError(
      'io-error',
      `Can't write ${IDENTITY_FILE}, the key of this PC, to the state folder. Make room there and allow this user to write.`,
      { cause: error },
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
