import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { GameId } from '../../shared/domain/ids.ts';
import { LanspreadError } from '../../shared/errors.ts';
import { NEVER } from '../kit/never.ts';
import { WaitingLine } from '../kit/waiting-line.ts';
import { SMALL_YOUTH } from '../kit/worker/small-youth.ts';
import { absentGame } from './absent-game.ts';
import type {
  FileDigest,
  HashedGame,
  HashJob,
  HashPriority,
  Library,
  ScannedContent,
  ScannedGame,
  ScanProblem,
  WholeScan,
} from './library.ts';
import { packContent, packRecords, unpackDigests, unpackGame, unpackHashed } from './packed.ts';
import { LibraryThread } from './library-thread.ts';
import { ScanCrew } from './scan-crew.ts';

// Source and build differ only in their extension, and so do their workers.
const WORKER = new URL(`./library-worker${extname(import.meta.url)}`, import.meta.url);

/** More copies than this never wait to be read. */
const MAX_WAITING = 10_000;

const spawnLibrary = (): Worker =>
  new Worker(WORKER, { name: 'library', resourceLimits: SMALL_YOUTH });

/** The library as a worker reads it; this side only asks, and hands on what it is told. */
export class WorkerLibrary implements Library {
  readonly #spawn: () => Worker;
  readonly #thread: LibraryThread;

  // One copy is read at a time; a background job under way pauses while asked ones are.
  readonly #lines: Readonly<Record<HashPriority, WaitingLine>> = {
    asked: new WaitingLine({ places: 1, bound: MAX_WAITING, full: tooMuchWaits }),
    background: new WaitingLine({ places: 1, bound: MAX_WAITING, full: tooMuchWaits }),
  };

  constructor(spawnWorker: () => Worker = spawnLibrary) {
    this.#spawn = spawnWorker;
    this.#thread = new LibraryThread(spawnWorker);
  }

  start(): Promise<void> {
    this.#thread.open();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return this.#thread.close();
  }

  async scanAll(
    scan: WholeScan,
    onGame: (game: ScannedGame) => void,
    signal: AbortSignal,
  ): Promise<readonly ScanProblem[]> {
    const { gamesFolder, gameIds } = scan;
    const listing = { type: 'list-folder', gamesFolder, gameIds } as const;
    const { present, problems } = await this.#thread.run(listing, signal);
    const there: GameId[] = [];
    for (const gameId of gameIds) {
      signal.throwIfAborted();
      if (present.has(gameId)) there.push(gameId);
      else onGame(absentGame(gameId));
    }
    const crew = { thread: this.#thread, hire: () => new LibraryThread(this.#spawn) };
    await new ScanCrew(crew, { ...scan, gameIds: there, onGame, signal }).run();
    return problems;
  }

  async scanGame(
    gamesFolder: string,
    gameId: GameId,
    known?: ScannedContent,
  ): Promise<ScannedGame> {
    const game = { gameId, fingerprint: known?.fingerprint };
    const seen = await this.#thread.run({ type: 'scan-game', gamesFolder, game }, NEVER);
    return unpackGame(seen, known);
  }

  hashGame(job: HashJob, signal: AbortSignal): Promise<HashedGame> {
    const { folder, content, priority } = job;
    return this.#lines[priority].run(async () => {
      // Packed no sooner than its turn comes: a long queue holds no copies.
      const packed = { content: packContent(content), records: packRecords(job.records) };
      const hashed = await this.#thread.run(
        { type: 'hash-game', folder, priority, ...packed },
        signal,
      );
      return unpackHashed(content, hashed);
    }, signal);
  }

  digestFiles(
    folder: string,
    paths: readonly string[],
    signal: AbortSignal,
    onRead: (bytesDone: number) => void = () => undefined,
  ): Promise<readonly (FileDigest | undefined)[]> {
    return this.#lines.asked.run(async () => {
      const job = { type: 'digest-files', folder, paths } as const;
      const digests = await this.#thread.run(job, signal, onRead);
      return unpackDigests(paths, digests);
    }, signal);
  }

  measureFolder(folder: string, signal: AbortSignal): Promise<number> {
    return this.#thread.run({ type: 'measure-folder', folder }, signal);
  }
}

function tooMuchWaits(): LanspreadError {
  return new LanspreadError('io-error', 'Too much waits to be read. Try again later.');
}
