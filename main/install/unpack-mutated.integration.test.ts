import { writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededBytes } from '../../fixtures/content/seeded.ts';
import { fuzzing } from '../../fixtures/fuzzing.ts';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { packedArchive } from '../../fixtures/rar/packed-archive.ts';
import { packedRar4 } from '../../fixtures/rar/packed-data.ts';
import { rar4Archive, rar4File } from '../../fixtures/rar/rar4-archive.ts';
import { storedArchive } from '../../fixtures/rar/stored-archive.ts';
import { unpackPlace, type UnpackPlace } from '../../fixtures/rar/unpack-place.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { systemClock } from '../kit/clock.ts';
import { WorkerInstaller } from './worker-installer.ts';

const loops = LoopWatch.ofAll();
const NEVER = new AbortController().signal;
const LABEL = 'ggoo/ggoo.eti';
const TEXT = Buffer.from('some text that repeats itself, '.repeat(40));
const REFUSALS = ['archive-invalid', 'archive-unsafe'];
// Each mutation takes a worker.
const { numRuns, seed: FIRST } = fuzzing(30, 0.003);
const PATIENT = { timeout: 120_000 + 3_000 * numRuns };
const ARCHIVE = 'games/ggoo/ggoo.eti';

const packedForRar4 = { unpackedSize: TEXT.length, crc: crc32(TEXT), method: 0x33 };

const sound: Readonly<Record<string, Buffer>> = {
  'RAR 5, stored': storedArchive({ 'a.txt': TEXT, 'b/c.txt': TEXT }),
  'RAR 5, compressed': packedArchive({ 'a.txt': TEXT, 'b/c.txt': TEXT }),
  'RAR 4, stored': rar4Archive(
    ['a.txt', 'b\\c.txt'].map((name) => rar4File({ name, packed: TEXT })),
  ),
  'RAR 4, compressed': rar4Archive(
    ['a.txt', 'b\\c.txt'].map((name) =>
      rar4File({ name, packed: packedRar4(TEXT), ...packedForRar4 }),
    ),
  ),
};

describe('S23: an archive with changed bytes', () => {
  let place: UnpackPlace;
  const faults: unknown[] = [];
  const log = { error: (...fault: readonly unknown[]) => faults.push(fault) };
  const installer = new WorkerInstaller({ clock: systemClock, log });
  beforeEach(async () => {
    place = await unpackPlace(Buffer.alloc(0));
  });
  afterEach(() => place.remove());

  it.each(Object.entries(sound))(
    'is refused or unpacks to exactly what was packed: %s',
    PATIENT,
    async (name, archive) => {
      const before = await place.outside();
      const exact = await unpackedOf(archive);
      loops.begin();
      for (let seed = FIRST; seed < FIRST + numRuns; seed += 1) {
        const unpacked = await unpackedOf(mutated(archive, `${name} ${seed}`));
        if (unpacked instanceof LanspreadError) expect(REFUSALS).toContain(unpacked.code);
        else expect(unpacked).toEqual(exact);
      }
      expect(loops.complaints()).toEqual([]);
      const { [ARCHIVE]: changed, ...after } = await place.outside();
      const { [ARCHIVE]: packed, ...around } = before;
      expect(changed).not.toBe(packed);
      expect(after).toEqual(around);
      expect(faults).toEqual([]);
    },
  );

  async function unpackedOf(bytes: Buffer) {
    await writeFile(place.archive, bytes);
    await place.clear();
    const { archive, target } = place;
    const job = { archive, label: LABEL, target, maxBytes: 10_000_000 };
    try {
      await installer.unpack(job, () => undefined, NEVER);
    } catch (error) {
      return error as LanspreadError;
    }
    return place.unpacked();
  }

  /** One to four bytes of the archive changed, or its end cut off; the same for the same seed. */
  function mutated(archive: Buffer, seed: string): Buffer {
    const random = seededBytes(seed, 32);
    const copy = Buffer.from(archive);
    for (let index = 0; index <= random.readUInt8(0) % 4; index += 1) {
      const at = random.readUInt32LE(4 + index * 4) % copy.length;
      copy.writeUInt8(random.readUInt8(24 + index), at);
    }
    const isCut = random.readUInt8(1) % 5 === 0;
    return isCut ? copy.subarray(0, random.readUInt32LE(28) % copy.length) : copy;
  }
});
