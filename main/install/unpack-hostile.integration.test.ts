import { execFile } from 'node:child_process';
import {
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { endHeader, mainHeader, SIGNATURE } from '../../fixtures/rar/blocks.ts';
import { entry, framed, harmless } from '../../fixtures/rar/hostile-archive.ts';
import { hostileArchives } from '../../fixtures/rar/hostile.ts';
import { packedArchive, packedFile, twoFacedArchive } from '../../fixtures/rar/packed-archive.ts';
import { packedZeros } from '../../fixtures/rar/packed-data.ts';
import { rar4Archive, rar4File } from '../../fixtures/rar/rar4-archive.ts';
import { storedArchive } from '../../fixtures/rar/stored-archive.ts';
import { unpackPlace, type UnpackPlace } from '../../fixtures/rar/unpack-place.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { systemClock } from '../kit/clock.ts';
import { type UnpackJob } from './installer.ts';
import { WorkerInstaller } from './worker-installer.ts';

// The main thread's, as in the program; the archive is read and unpacked in a worker.
const loops = LoopWatch.ofAll();
const NEVER = new AbortController().signal;
const LABEL = 'ggoo/ggoo.eti';
const MIB = 1024 * 1024;
const LARGE_BYTES = 150 * MIB;
const TEXT = Buffer.from('line of a text that repeats itself\n'.repeat(2000));
const run = promisify(execFile);

describe('S23: a hostile archive', () => {
  let place: UnpackPlace | undefined;
  const faults: unknown[] = [];
  const log = { error: (...fault: readonly unknown[]) => faults.push(fault) };
  const installer = new WorkerInstaller({ clock: systemClock, log });
  beforeEach(() => {
    place = undefined;
  });
  afterEach(async () => {
    await place?.remove();
    expect(faults).toEqual([]);
  });

  it.each(hostileArchives)('is refused and touches nothing outside: $name', async (hostile) => {
    await expectRefused(hostile.bytes(), hostile.expect);
  });

  it.each([
    ['parent folder', '..\\evil.txt', 'leaves its folder'],
    ['parent folder, deeper', 'maps\\..\\..\\evil.txt', 'leaves its folder'],
    ['absolute path', '\\evil.txt', 'has an empty part'],
    ['drive', 'C:\\evil.txt', 'has a character'],
    ['reserved name', 'maps\\nul', 'Windows keeps'],
    ['unknown character set', Buffer.from('evil\xff.txt', 'latin1'), 'not valid Unicode'],
  ])('is refused in RAR 4 too: %s', async (_name, name, message) => {
    const archive = rar4Archive([
      rar4File({ name: 'good.txt', packed: TEXT }),
      rar4File({ name, packed: TEXT }),
    ]);
    expect((await expectRefused(archive, 'archive-unsafe')).message).toContain(message);
  });

  it.each([
    ['wrong checksum', { crc: 1 }, 'archive-invalid'],
    ['encrypted', { flags: 0x0004 }, 'archive-invalid'],
    ['link', { host: 3, attributes: 0o120777 }, 'archive-unsafe'],
    ['no such compression', { method: 0x33 }, 'archive-invalid'],
  ] as const)('is refused in RAR 4 too: %s', async (_name, odd, code) => {
    const file = { name: 'evil.txt', packed: TEXT, ...odd };
    await expectRefused(rar4Archive([rar4File(file)]), code);
  });

  it.each([
    ['another name', { name: 'evil.txt' }],
    ['a name outside', { name: '../evil.txt' }],
    ['a dictionary of 1 GiB', { name: 'good.txt', dictionary: 13 }],
  ])('is refused where it shows its unpacker %s', async (_name, shown) => {
    const error = await expectRefused(twoFacedArchive(shown), 'archive-unsafe');
    expect(error.message).toMatch(/in two ways|more memory/);
  });

  it('is refused before a byte where it is a bomb that says so', async () => {
    const bomb = framed([harmless(), entry('zeros.bin', sizes(64 * MIB), packedZeros(64 * MIB))]);
    expect(bomb.length).toBeLessThan(MIB);
    const error = await expectRefused(bomb, 'archive-unsafe', { maxBytes: 64 * MIB });
    expect(error.message).toContain(`${64 * MIB} may be used`);
    expect(await placed().unpacked()).toEqual({});
  });

  it('is stopped at the size that it declares where it is a bomb that does not say so', async () => {
    const bomb = framed([entry('zeros.bin', sizes(1000), packedZeros(64 * MIB))]);
    await expectRefused(bomb, 'archive-invalid', { maxBytes: MIB });
    const { size } = await stat(join(placed().target, 'zeros.bin'));
    expect(size).toBeLessThanOrEqual(1000);
  });

  it('is refused where its compressed bytes are fewer than it declares', async () => {
    const liar = framed([entry('zeros.bin', sizes(65 * MIB), packedZeros(64 * MIB))]);
    await expectRefused(liar, 'archive-invalid');
  });

  it('is refused where compressed bytes are changed or missing', async () => {
    const packed = packedFile('a.txt', TEXT);
    packed.writeUInt8(packed.readUInt8(packed.length - 50) ^ 0xff, packed.length - 50);
    const changed = Buffer.concat([SIGNATURE, mainHeader(), packed, endHeader()]);
    await expectRefused(changed, 'archive-invalid');
  });

  it.each([
    ['becomes shorter', 'archive-invalid', (path: string) => truncate(path, 20 * MIB)],
    ['becomes nothing', 'archive-invalid', (path: string) => truncate(path, 0)],
    ['is written over', 'archive-invalid', (path: string) => writeFile(path, TEXT)],
  ] as const)('is refused where it %s while it is read', async (_name, code, change) => {
    // Large enough for what is read ahead not to be all of it.
    place = await unpackPlace(largeArchive());
    const { archive } = place;
    const changed: unknown[] = [];
    // Told when the headers are read and the first bytes are on their way.
    const onProgress = () => {
      if (changed.length === 0) changed.push(change(archive));
    };
    const unpacking = installer.unpack(jobIn(place), onProgress, NEVER);
    await expect(unpacking).rejects.toMatchObject({ code });
    await Promise.all(changed);
    expect(changed).toHaveLength(1);
  });

  it('is unpacked as it was where another takes its place while it is read', async () => {
    const bytes = largeArchive();
    place = await unpackPlace(bytes);
    const { archive, target } = place;
    await writeFile(`${archive}.new`, storedArchive({ 'evil.txt': 'evil' }));
    let replaced: Promise<void> | undefined;
    const onProgress = () => {
      replaced ??= rename(`${archive}.new`, archive);
    };
    await installer.unpack(jobIn(place), onProgress, NEVER);
    await replaced;
    expect(replaced).toBeDefined();
    expect(Object.keys(await placed().unpacked())).not.toContain('evil.txt');
    expect((await stat(join(target, 'large.bin'))).size).toBe(LARGE_BYTES);
  });

  it('never writes through a link that lies in its target', async () => {
    place = await unpackPlace(packedArchive({ 'maps/evil.txt': TEXT }));
    await symlink(join(place.root, 'games'), join(place.target, 'maps'));
    await expectRefusedIn(place, 'archive-unsafe');
  });

  it('never replaces what lies in its target, be it a link', async () => {
    place = await unpackPlace(storedArchive({ 'evil.txt': 'evil' }));
    await symlink(join(place.root, 'evil.txt'), join(place.target, 'evil.txt'));
    await expectRefusedIn(place, 'archive-unsafe');
    await rm(join(place.target, 'evil.txt'));
    await writeFile(join(place.target, 'EVIL.txt'), 'of another archive');
    await expectRefusedIn(place, 'archive-unsafe');
  });

  it.each([
    ['a link', (path: string) => symlink('/etc/passwd', path)],
    ['a folder', (path: string) => mkdir(path)],
    ['a pipe that nobody writes to', (path: string) => run('mkfifo', [path])],
  ])('is not opened where it is %s', async (_name, put) => {
    place = await unpackPlace(storedArchive({ 'a.txt': 'a' }));
    await rm(place.archive);
    await put(place.archive);
    const refused = installer.unpack(jobIn(place), () => undefined, NEVER);
    await expect(refused).rejects.toMatchObject({ code: 'io-error' });
  });

  async function expectRefused(bytes: Buffer, code: string, limits: Partial<UnpackJob> = {}) {
    place = await unpackPlace(bytes);
    return expectRefusedIn(place, code, limits);
  }

  async function expectRefusedIn(
    where: UnpackPlace,
    code: string,
    limits: Partial<UnpackJob> = {},
  ) {
    const before = await where.outside();
    const job = { ...jobIn(where), ...limits };
    loops.begin();
    const error: unknown = await installer.unpack(job, () => undefined, NEVER).catch(asIs);
    expect(loops.complaints()).toEqual([]);
    expect(await openBelow(where.root)).toEqual([]);
    expect(error).toBeInstanceOf(LanspreadError);
    const refusal = error as LanspreadError;
    expect(refusal.code).toBe(code);
    expect(refusal.message).toContain(LABEL);
    expect(refusal.message).not.toContain(where.root);
    expect(await where.outside()).toEqual(before);
    return refusal;
  }

  function largeArchive(): Buffer {
    return storedArchive({ 'large.bin': { seed: 'large', size: LARGE_BYTES } });
  }

  function placed(): UnpackPlace {
    if (!place) throw new Error('no place was made');
    return place;
  }

  function sizes(unpackedSize: number) {
    return { compression: 3 << 7, unpackedSize };
  }

  function jobIn({ archive, target }: UnpackPlace): UnpackJob {
    return { archive, label: LABEL, target, maxBytes: 200 * MIB };
  }
});

/** The files below a folder that this process has open. */
async function openBelow(folder: string): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const handles = await readdir('/proc/self/fd');
  const files = await Promise.all(
    // One that is gone again is that of the listing.
    handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')),
  );
  return files.filter((file) => file.startsWith(folder));
}

function asIs(error: unknown) {
  return error;
}
