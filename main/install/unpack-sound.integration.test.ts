import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Tree } from '../../fixtures/content/content.ts';
import { seededBytes } from '../../fixtures/content/seeded.ts';
import { treeHashes } from '../../fixtures/games/tree-hashes.ts';
import { writeTree } from '../../fixtures/games/write-game.ts';
import { endHeader, mainHeader, SIGNATURE } from '../../fixtures/rar/blocks.ts';
import { goodArchives } from '../../fixtures/rar/good-archives.ts';
import { entry } from '../../fixtures/rar/hostile-archive.ts';
import { packedArchive, packedFile, twoFacedArchive } from '../../fixtures/rar/packed-archive.ts';
import { packedRar4 } from '../../fixtures/rar/packed-data.ts';
import { rar4Archive, rar4File, rar4Folder } from '../../fixtures/rar/rar4-archive.ts';
import { storedArchive } from '../../fixtures/rar/stored-archive.ts';
import { unpackPlace, type UnpackPlace } from '../../fixtures/rar/unpack-place.ts';
import { systemClock } from '../kit/clock.ts';
import { WorkerInstaller } from './worker-installer.ts';

const NEVER = new AbortController().signal;
const LABEL = 'ggoo/ggoo.eti';
const TEXT = Buffer.from('line of a text that repeats itself\n'.repeat(20_000));
const NOISE = seededBytes('noise', 600_000);

describe('S5: an archive', () => {
  let place: UnpackPlace | undefined;
  const faults: unknown[] = [];
  const log = { error: (...fault: readonly unknown[]) => faults.push(fault) };
  const installer = new WorkerInstaller({ clock: systemClock, log });
  afterEach(async () => {
    await place?.remove();
    expect(faults).toEqual([]);
  });

  it.each(goodArchives)('unpacks exactly, with $name', async ({ bytes, tree }) => {
    await expectExact(bytes(), tree);
  });

  it.each([
    ['compressed files', () => packedArchive({ 'a.txt': TEXT, 'b/noise.bin': NOISE }), both()],
    ['stored and compressed files', mixedArchive, both()],
    ['a table of contents at its end', () => twoFacedArchive({ name: 'good.txt' }), harmless()],
    ['RAR 4, stored and compressed', archiveOfRar4, { 'maps/stored.txt': TEXT, 'größe.txt': TEXT }],
  ] as const)('unpacks exactly, with %s', async (_name, bytes, tree) => {
    await expectExact(bytes(), tree);
  });

  it('tells how far it is: rising, from none of all bytes on', async () => {
    place = await unpackPlace(storedArchive({ 'a.bin': { seed: 'a', size: 200_000_000 } }));
    const told: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(200_000_000);
      told.push(done);
    };
    await installer.unpack(jobIn(place), onProgress, NEVER);
    expect(told[0]).toBe(0);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it('shares its target with the other archives of its game', async () => {
    place = await unpackPlace(storedArchive({ 'maps/a.map': 'a' }));
    await installer.unpack(jobIn(place), () => undefined, NEVER);
    await writeFile(place.archive, storedArchive({ 'maps/': '', 'maps/b.map': 'b' }));
    const files = await installer.unpack(jobIn(place), () => undefined, NEVER);
    expect(files).toEqual([{ path: 'maps/b.map', size: 1 }]);
    const paths = Object.keys(await place.unpacked());
    expect(paths).toEqual(['maps/', 'maps/a.map', 'maps/b.map']);
  });

  it('waits for its turn where several are unpacked at once', async () => {
    place = await unpackPlace(packedArchive({ 'a.bin': NOISE }));
    const { archive, target } = place;
    const targets = ['1', '2', '3'].map((name) => join(target, name));
    await writeTree(target, { '1/': '', '2/': '', '3/': '' });
    const all = targets.map((folder) =>
      installer.unpack({ ...jobOf(archive), target: folder }, () => undefined, NEVER),
    );
    const measured = installer.measure(archive, LABEL, NEVER);
    expect(await Promise.all(all)).toEqual(Array(3).fill([{ path: 'a.bin', size: NOISE.length }]));
    expect(await measured).toBe(NOISE.length);
  });

  it('is missed with a clear word where it has gone', async () => {
    place = await unpackPlace(storedArchive({ 'a.txt': 'a' }));
    await rm(place.archive);
    const missed = installer.measure(place.archive, LABEL, NEVER);
    await expect(missed).rejects.toMatchObject({
      code: 'io-error',
      message: `${LABEL} can't be read. Check that it is there, or download the game again.`,
    });
  });

  async function expectExact(bytes: Buffer, tree: Tree) {
    place = await unpackPlace(bytes);
    const before = await place.outside();
    const expected = join(place.root, 'expected');
    const measured = await installer.measure(place.archive, LABEL, NEVER);
    const files = await installer.unpack(jobIn(place), () => undefined, NEVER);
    expect(await place.outside()).toEqual(before);

    await writeTree(expected, tree);
    expect(await place.unpacked()).toEqual(await treeHashes(expected));
    expect(measured).toBe(files.reduce((sum, { size }) => sum + size, 0));
    expect(files.map(({ path }) => path).sort()).toEqual(
      Object.keys(tree)
        .filter((path) => !path.endsWith('/'))
        .sort(),
    );
  }

  function jobIn({ archive, target }: UnpackPlace) {
    return { ...jobOf(archive), target };
  }

  function jobOf(archive: string) {
    return { archive, label: LABEL, maxBytes: 1_000_000_000 };
  }

  function both() {
    return { 'a.txt': TEXT, 'b/noise.bin': NOISE };
  }

  function harmless() {
    return { 'good.txt': 'harmless\n'.repeat(20) };
  }

  function mixedArchive() {
    const files = [entry('b/noise.bin', {}, NOISE), packedFile('a.txt', TEXT)];
    return Buffer.concat([SIGNATURE, mainHeader(), ...files, endHeader()]);
  }

  function archiveOfRar4() {
    const header = { unpackedSize: TEXT.length, crc: crc32(TEXT), method: 0x33, flags: 0x0200 };
    return rar4Archive([
      rar4Folder('maps'),
      rar4File({ name: 'maps\\stored.txt', packed: TEXT }),
      rar4File({ name: 'größe.txt', packed: packedRar4(TEXT), ...header }),
    ]);
  }
});
