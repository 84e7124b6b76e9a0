import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Tree } from '../../fixtures/content/content.ts';
import { LoopWatch } from '../../fixtures/loop/loop-watch.ts';
import { entry, framed } from '../../fixtures/rar/hostile-archive.ts';
import { packedZeros } from '../../fixtures/rar/packed-data.ts';
import { storedArchive } from '../../fixtures/rar/stored-archive.ts';
import { unpackPlace, type UnpackPlace } from '../../fixtures/rar/unpack-place.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { systemClock } from '../kit/clock.ts';
import { WorkerInstaller, type WorkerInstallerOptions } from './worker-installer.ts';

const loops = LoopWatch.ofAll();
const NEVER = new AbortController().signal;
const LABEL = 'ggoo/ggoo.eti';
const MIB = 1024 * 1024;
const CANCEL_LIMIT_MS = 2000;
// A hundred workers take their time on a busy machine.
const PATIENT = { timeout: 240_000 };
const USES_ALL_MEMORY = 'const all = []; for (;;) all.push(new Array(1e6).fill(1.5));';
const FLUSHES_FOR_EVER =
  "parentPort.postMessage({ type: 'report', report: { type: 'flushing' } }); setInterval(() => undefined, 1000);";
const ANSWERS_SEVEN = "parentPort.postMessage({ type: 'answer', askId: 1, answer: 7 });";

describe('a worker that unpacks', () => {
  let place: UnpackPlace;
  let faults: unknown[];
  beforeEach(async () => {
    faults = [];
    place = await unpackPlace(storedArchive({ 'a.txt': 'a' }));
  });
  afterEach(() => place.remove());

  // 99 % of the bytes come first, and then many files that take their time.
  const slowAtItsEnd: Tree = {
    'large.bin': { seed: 'large', size: 200 * MIB },
    ...Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`small/${index}.txt`, 'x'.repeat(200)]),
    ),
  };

  it.each([1, 50, 99])(
    'S29: is gone within two seconds of a cancel at %i percent',
    async (percent) => {
      await writeFile(place.archive, storedArchive(slowAtItsEnd));
      await expectCancelled(percent / 100);
    },
  );

  it('S29: is gone within two seconds of a cancel inside one large compressed file', async () => {
    const size = 1024 * MIB;
    const header = { compression: 3 << 7, unpackedSize: size };
    await writeFile(place.archive, framed([entry('zeros.bin', header, packedZeros(size))]));
    await expectCancelled(0.1);
  });

  it('S29: is not started where the cancel came first', async () => {
    const installer = installerWith({});
    const started = installer.unpack(job(), () => undefined, AbortSignal.abort(cancelled()));
    await expect(started).rejects.toMatchObject({ code: 'cancelled' });
    expect(await place.unpacked()).toEqual({});
  });

  it('is one at a time, and the next one starts when it has gone', async () => {
    const record = join(place.root, 'record.txt');
    const installer = installerWith(
      await workerOf(`
        import { appendFileSync } from 'node:fs';
        appendFileSync(${JSON.stringify(record)}, 'begin ');
        setTimeout(() => {
          appendFileSync(${JSON.stringify(record)}, 'end ');
          ${ANSWERS_SEVEN}
        }, 20);`),
    );
    const jobs = [1, 2, 3].map(() => installer.measure(place.archive, LABEL, NEVER));
    expect(await Promise.all(jobs)).toEqual([7, 7, 7]);
    expect(await readFile(record, 'utf8')).toBe('begin end begin end begin end ');
  });

  it.each([
    ['ends without a word', 'process.exit(0);', 'internal'],
    ['dies of an error', 'throw new Error("broken");', 'internal'],
    ['dies of a rejection', 'void Promise.reject(new Error("broken"));', 'internal'],
    ['uses up its memory', USES_ALL_MEMORY, 'archive-unsafe'],
  ])('is a failed install and no hang where it %s', async (_name, body, code) => {
    const installer = installerWith(await workerOf(body));
    const died = installer.unpack(job(), () => undefined, NEVER);
    await expect(died).rejects.toMatchObject({ code });
    await expect(died).rejects.toThrow(LABEL);
    expect(faults.length).toBe(code === 'internal' ? 1 : 0);
  });

  it.each([
    ['falls silent', 'setInterval(() => undefined, 1000);'],
    ['never comes back', 'for (;;);'],
    ['falls silent while it flushes', FLUSHES_FOR_EVER],
  ])('is a failed install and no hang where it %s', async (_name, body) => {
    const limits = { stallMs: 1000, flushStallMs: 100 };
    const installer = installerWith({ ...(await workerOf(body)), ...limits });
    const stalled = installer.unpack(job(), () => undefined, NEVER);
    await expect(stalled).rejects.toMatchObject({ code: 'io-error' });
    await expect(stalled).rejects.toThrow(LABEL);
  });

  it('is not missed by the next one', async () => {
    const installer = installerWith({ ...(await workerOf('for (;;);')), stallMs: 100 });
    const jobs = [1, 2].map(() => installer.measure(place.archive, LABEL, NEVER));
    const codes = await Promise.all(jobs.map((promise) => promise.catch(codeOf)));
    expect(codes).toEqual(['io-error', 'io-error']);
  });

  it('keeps what it prints from the command line', async () => {
    const printed = `console.log('x'); process.stdout.write('y');
      ${ANSWERS_SEVEN}`;
    const written: unknown[] = [];
    const write = process.stdout.write.bind(process.stdout);
    process.stdout.write = (chunk: unknown) => written.push(chunk) > 0;
    try {
      const installer = installerWith(await workerOf(printed));
      expect(await installer.measure(place.archive, LABEL, NEVER)).toBe(7);
    } finally {
      process.stdout.write = write;
    }
    expect(written).toEqual([]);
  });

  it('leaves nothing open and nothing listening, 100 failures later', PATIENT, async () => {
    const installer = installerWith({});
    const wrong = { compression: 3 << 7, unpackedSize: MIB };
    const broken = framed([entry('zeros.bin', wrong, packedZeros(2 * MIB))]);
    await writeFile(place.archive, broken);
    // The first one loads what stays loaded.
    await failOnce(installer);
    const before = await held();
    loops.begin();
    for (let count = 0; count < 100; count += 1) await failOnce(installer);
    expect(loops.complaints()).toEqual([]);
    const after = await held();
    expect({ ...after, rss: 0 }).toEqual({ ...before, rss: 0 });
    expect(after.rss - before.rss).toBeLessThan(200 * MIB);
  });

  async function expectCancelled(part: number) {
    const installer = installerWith({});
    const before = await place.outside();
    const stop = new AbortController();
    let cancelledAt = 0;
    const onProgress = (done: number, total: number) => {
      if (done < total * part || stop.signal.aborted) return;
      cancelledAt = performance.now();
      stop.abort(cancelled());
    };
    loops.begin();
    const unpacking = installer.unpack(job(), onProgress, stop.signal);
    await expect(unpacking).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(CANCEL_LIMIT_MS);
    expect(loops.complaints()).toEqual([]);
    await place.clear();
    expect(await place.unpacked()).toEqual({});
    expect(await place.outside()).toEqual(before);
  }

  async function failOnce(installer: WorkerInstaller) {
    const failed = installer.unpack(job(), () => undefined, NEVER);
    await expect(failed).rejects.toMatchObject({ code: 'archive-invalid' });
    await place.clear();
  }

  /** What a leak would add to. */
  async function held() {
    const files = process.platform === 'linux' ? await readdir('/proc/self/fd') : [];
    return {
      files: files.length,
      resources: process.getActiveResourcesInfo().sort(),
      uncaught: process.listenerCount('uncaughtException'),
      unhandled: process.listenerCount('unhandledRejection'),
      rss: process.memoryUsage.rss(),
    };
  }

  function installerWith(options: WorkerInstallerOptions) {
    const log = { error: (...fault: readonly unknown[]) => faults.push(fault) };
    return new WorkerInstaller({ clock: systemClock, log }, options);
  }

  async function workerOf(body: string): Promise<{ worker: URL }> {
    const file = join(place.root, 'worker.mjs');
    await writeFile(file, `import { parentPort } from 'node:worker_threads';\n${body}\n`);
    return { worker: pathToFileURL(file) };
  }

  function job() {
    const { archive, target } = place;
    return { archive, label: LABEL, target, maxBytes: 4096 * MIB };
  }

  function cancelled() {
    return new LanspreadError('cancelled', 'The install of ggoo was cancelled.');
  }

  function codeOf(error: unknown) {
    return error instanceof LanspreadError ? error.code : error;
  }
});
