import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entry, framed } from '../fixtures/rar/hostile-archive.ts';
import { packedFile } from '../fixtures/rar/packed-archive.ts';
import { packedZeros } from '../fixtures/rar/packed-data.ts';
import { storedArchive } from '../fixtures/rar/stored-archive.ts';
import { MIB } from './party/copies.ts';
import { NODE } from './party/program.ts';

const run = promisify(execFile);
const SOURCES = join(import.meta.dirname, '..', 'main');
const LIMIT_MS = 90_000;

// As much as a disk of 8 MiB holds and one of 4 MiB does not, in large files and small ones.
const TEXTS = Object.fromEntries(
  Array.from({ length: 300 }, (_, index) => [`small/${index}.txt`, `${index}\n`.repeat(100)]),
);
const NORMAL_METHOD = 3 << 7;
const SIZE = 3 * MIB;
const FULL = /^"[\w/.]+" of ggoo\/ggoo\.eti: the disk is full\. Free some space and try again\.$/;
const SMALLEST_LOG2 = 15;
const LARGEST_LOG2 = 23;
const FITS_LOG2 = 23;

// In a mount namespace of its own: a disk in memory that is given another size before each try.
const MOUNTED = 'mkdir -p "$1" && mount -t tmpfs -o size=8m lanspread "$1" && shift && exec "$@"';

const UNPACK_ON_EACH = `
  import { execFileSync } from 'node:child_process';
  import { mkdirSync, rmSync, statfsSync } from 'node:fs';
  import { join } from 'node:path';
  const [sources, disk, archive, from, to] = process.argv.slice(2);
  const { WorkerInstaller } = await import(join(sources, 'install/worker-installer.ts'));
  const { systemClock: clock } = await import(join(sources, 'kit/clock.ts'));
  const faults = [];
  const installer = new WorkerInstaller({ clock, log: { error: (...fault) => faults.push(fault) } });
  const target = join(disk, 'target');
  const never = new AbortController().signal;
  const used = () => {
    const { blocks, bfree } = statfsSync(disk);
    return blocks - bfree;
  };
  const tries = [];
  for (let log2 = Number(from); log2 <= Number(to); log2 += 1) {
    execFileSync('mount', ['-o', 'remount,size=' + 2 ** log2, disk]);
    const before = used();
    mkdirSync(target);
    const job = { archive, label: 'ggoo/ggoo.eti', target, maxBytes: 2 ** 30 };
    const outcome = await installer.unpack(job, () => undefined, never).then(
      () => ({ code: 'unpacked' }),
      ({ code, message }) => ({ code, message }),
    );
    rmSync(target, { recursive: true });
    tries.push({ log2, ...outcome, left: used() - before });
  }
  process.stdout.write(JSON.stringify({ tries, faults: faults.length }));
  process.exit(0);`;

describe('D1, S23: an install', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanspread-small-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    {
      what: 'stored',
      bytes: () => storedArchive({ 'large.bin': { seed: 'large', size: SIZE }, ...TEXTS }),
    },
    { what: 'compressed', bytes: compressedArchive },
  ])(
    'of what is $what fails alike on a disk of any size that is too small, and keeps no room',
    async ({ bytes }) => {
      const archive = join(folder, 'ggoo.eti');
      await writeFile(archive, bytes());
      const disk = join(folder, 'disk');
      await mkdir(disk);

      // A file, as workers are not started from text.
      const script = join(folder, 'unpack.mjs');
      await writeFile(script, UNPACK_ON_EACH);

      const { tries, faults } = await unpackOnEach(disk, script, archive);

      expect(faults).toBe(0);
      expect(tries).toHaveLength(LARGEST_LOG2 - SMALLEST_LOG2 + 1);
      for (const { log2, code, message, left } of tries) {
        expect([log2, code]).toEqual([log2, log2 < FITS_LOG2 ? 'no-space' : 'unpacked']);
        // What a handle that was left open would hold.
        expect([log2, left]).toEqual([log2, 0]);
        if (message === undefined) continue;
        expect(message).toMatch(FULL);
        expect(message).not.toContain(folder);
      }
    },
  );
});

function compressedArchive(): Buffer {
  const zeros = {
    ...{ compression: NORMAL_METHOD, unpackedSize: SIZE },
    crc: crc32(Buffer.alloc(SIZE)),
  };
  const texts = Object.entries(TEXTS).map(([path, text]) => packedFile(path, Buffer.from(text)));
  return framed([entry('large.bin', zeros, packedZeros(SIZE)), ...texts]);
}

interface Try {
  readonly log2: number;
  readonly code: string;
  readonly message?: string;
  /** Blocks that are still in use when the target is gone. */
  readonly left: number;
}

async function unpackOnEach(disk: string, script: string, archive: string) {
  const sizes = [`${SMALLEST_LOG2}`, `${LARGEST_LOG2}`];
  const shell = [
    '-m',
    'sh',
    '-c',
    MOUNTED,
    'sh',
    disk,
    NODE,
    script,
    SOURCES,
    disk,
    archive,
    ...sizes,
  ];
  const { stdout } = await run('unshare', shell, { timeout: LIMIT_MS });
  return JSON.parse(stdout) as { readonly tries: readonly Try[]; readonly faults: number };
}
