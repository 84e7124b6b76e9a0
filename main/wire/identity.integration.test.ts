import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadIdentity, makeIdentity } from './identity.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanspread-identity-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('the identity', () => {
  it('S11: is made once and then stays the same', async () => {
    const first = await loadIdentity(folder);
    expect(await loadIdentity(folder)).toEqual(first);
    expect((await makeIdentity()).peerId).not.toBe(first.peerId);
  });

  it('has the first 16 bytes of SHA-256 over its public key as its id', async () => {
    const { certificatePem, privateKeyPem, peerId } = await makeIdentity();
    const spki = createPublicKey(privateKeyPem).export({ type: 'spki', format: 'der' });
    expect(peerId).toBe(createHash('sha256').update(spki).digest('hex').slice(0, 32));
    const { publicKey } = new X509Certificate(certificatePem);
    expect(publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  });

  it('is readable by its user only, even after someone has opened the file up', async () => {
    await loadIdentity(folder);
    const [file = ''] = await readdir(folder);
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
    await chmod(join(folder, file), 0o644);
    await loadIdentity(folder);
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  });

  it('makes the state folder where it is missing, and leaves no draft behind', async () => {
    const deep = join(folder, 'a', 'b');
    await loadIdentity(deep);
    expect(await readdir(deep)).toEqual(['identity.json']);
  });

  it('is made in spite of a draft that a crash has left', async () => {
    await writeFile(join(folder, 'identity.json.new'), 'half a k');
    await loadIdentity(folder);
    expect(await readdir(folder)).toEqual(['identity.json']);
  });

  it.each([
    { what: 'empty', damage: () => '' },
    { what: 'cut', damage: (text: string) => text.slice(0, text.length / 2) },
    { what: 'of another shape', damage: () => '{"privateKey":1}' },
    { what: 'without a real key', damage: () => '{"privateKey":"a","certificate":"b"}' },
    {
      what: 'with a key that is not that of the certificate',
      damage: (text: string, other: string) => {
        const { privateKey } = JSON.parse(other) as { privateKey: string };
        return JSON.stringify({ ...(JSON.parse(text) as object), privateKey });
      },
    },
  ])('says what to do where its file is $what, and leaves it alone', async ({ damage }) => {
    const file = join(folder, 'identity.json');
    await loadIdentity(folder);
    await loadIdentity(join(folder, 'other'));
    const other = await readFile(join(folder, 'other', 'identity.json'), 'utf8');
    const damaged = damage(await readFile(file, 'utf8'), other);
    await writeFile(file, damaged);
    const failure = await loadIdentity(folder).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'io-error' });
    expect(String(failure)).toContain('is damaged. Restore the file, or delete it');
    expect(String(failure)).not.toContain(folder);
    expect(await readFile(file, 'utf8')).toBe(damaged);
  });

  it('says what to do where the file can not be read or written, without the path', async () => {
    await mkdir(join(folder, 'identity.json'));
    const unreadable = await loadIdentity(folder).catch((error: unknown) => error);
    await writeFile(join(folder, 'file'), '');
    const unwritable = await loadIdentity(join(folder, 'file', 'x')).catch((e: unknown) => e);
    for (const failure of [unreadable, unwritable]) {
      expect(failure).toMatchObject({ code: 'io-error' });
      expect(String(failure)).not.toContain(folder);
    }
  });
});
