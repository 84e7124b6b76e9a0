import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { place, sparseFile } from '../../fixtures/games/place.ts';
import type { GameId } from '../../shared/domain/ids.ts';
import type { Job } from './library-jobs.ts';
import { LibraryThread } from './library-thread.ts';
import { WorkerLibrary } from './worker-library.ts';

const WORKER = new URL('./library-worker.ts', import.meta.url);
const never = new AbortController().signal;
const ggoo = 'ggoo' as GameId;

let games: string;
let workers: Worker[];
let library: WorkerLibrary;
beforeEach(() => {
  games = mkdtempSync(join(tmpdir(), 'lanspread-worker-'));
  place(games, { 'ggoo/version.ini': '20250301' });
  workers = [];
  library = libraryOn(WORKER);
});
afterEach(async () => {
  await library.stop();
  rmSync(games, { recursive: true, force: true });
});

describe('a worker that dies', () => {
  it('fails every job under way, and the next job gets a fresh worker', async () => {
    await library.start();
    place(games, { 'large/a.eti': sparseFile(2 ** 32) });
    const digest = library.digestFiles(join(games, 'large'), ['a.eti'], never);
    const waiting = library.digestFiles(join(games, 'ggoo'), ['version.ini'], never);
    const failed = expect(digest).rejects.toMatchObject({ code: 'internal' });
    await library.scanGame(games, ggoo);
    await workers[0]?.terminate();
    await failed;
    await expect(waiting).resolves.toHaveLength(1);
    await expect(library.scanGame(games, ggoo)).resolves.toMatchObject({ version: '20250301' });
    expect(workers).toHaveLength(2);
  });

  it('fails the job with its own error as the cause, for the log', async () => {
    library = libraryOn(
      codeOf(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => { throw new Error('a bug'); });
    `),
    );
    await library.start();
    await expect(library.scanGame(games, ggoo)).rejects.toMatchObject({
      code: 'internal',
      message: 'Reading the games folder stopped unexpectedly. Try again.',
      cause: { message: 'a bug' },
    });
  });

  it('fails each job, and never hangs, where it dies as soon as it starts', async () => {
    library = libraryOn(codeOf('process.exit(1);'));
    await library.start();
    await expect(library.scanGame(games, ggoo)).rejects.toMatchObject({ code: 'internal' });
    await expect(library.scanGame(games, ggoo)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('a worker with nothing to do', () => {
  const look = (): Job & { type: 'scan-game' } => {
    return {
      type: 'scan-game',
      gamesFolder: games,
      game: { gameId: ggoo, fingerprint: undefined },
    };
  };

  it('is let go, and the next job gets another', async () => {
    const thread = new LibraryThread(() => spawn(WORKER), 1);
    thread.open();
    await thread.run(look(), never);
    const [first] = workers;
    if (first) await once(first, 'exit');
    await thread.run(look(), never);
    expect(workers).toHaveLength(2);
    await thread.close();
  });

  it('is none while another job is under way', async () => {
    const stopping = new AbortController();
    const thread = new LibraryThread(() => spawn(WORKER), 1);
    thread.open();
    place(games, { 'large/a.eti': sparseFile(2 ** 32) });
    const digest = {
      type: 'digest-files',
      folder: join(games, 'large'),
      paths: ['a.eti'],
    } as const;
    const reading = expect(thread.run(digest, stopping.signal)).rejects.toThrow('enough');
    for (let turn = 0; turn < 20; turn += 1) {
      await thread.run(look(), never);
    }
    expect(workers).toHaveLength(1);
    stopping.abort(new Error('enough'));
    await reading;
    await thread.close();
  });
});

describe('a library that stops', () => {
  it('fails what is under way and what comes after with shutting-down', async () => {
    await library.start();
    const scanning = expect(library.scanGame(games, ggoo)).rejects.toMatchObject({
      code: 'shutting-down',
    });
    await library.stop();
    await scanning;
    await expect(library.scanGame(games, ggoo)).rejects.toMatchObject({ code: 'shutting-down' });
    expect(workers).toHaveLength(1);
  });

  it('starts no worker again where its jobs are cancelled in the same breath', async () => {
    const stopping = new AbortController();
    const reason = new Error('enough');
    await library.start();
    place(games, { 'large/a.eti': sparseFile(2 ** 32) });
    const digest = library.digestFiles(join(games, 'large'), ['a.eti'], stopping.signal);
    const failed = expect(digest).rejects.toBe(reason);
    await library.scanGame(games, ggoo);
    const stopped = library.stop();
    stopping.abort(reason);
    await Promise.all([stopped, failed]);
    expect(workers).toHaveLength(1);
  });

  it('can be started again', async () => {
    await library.start();
    await library.stop();
    await library.start();
    await expect(library.scanGame(games, ggoo)).resolves.toMatchObject({ version: '20250301' });
  });

  it('needs not have been started', async () => {
    await library.stop();
    expect(workers).toHaveLength(0);
  });
});

function libraryOn(worker: URL): WorkerLibrary {
  return new WorkerLibrary(() => spawn(worker));
}

function spawn(worker: URL): Worker {
  const spawned = new Worker(worker);
  workers.push(spawned);
  return spawned;
}

function codeOf(source: string): URL {
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}
