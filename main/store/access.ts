import type { z } from 'zod';
import { type Failure, toFailure } from '../../shared/errors.ts';
import { storeFailure } from './store-failure.ts';
import { BUSY_TIMEOUT_MS, isLocked, type Sqlite, type Statement, sqliteCode } from './sqlite.ts';

/** A value that SQLite takes as a parameter. */
type Value = string | number | Uint8Array | null;

/**
 * How tables reach the database. What the disk refuses in mid-session is told once and not thrown:
 * what is remembered can be found out again, and a full disk must not stop the session.
 */
export class Access {
  readonly #db: Sqlite;
  readonly #onProblem: (problem: Failure) => void;
  readonly #runAsOne: (change: () => void) => void;
  #waitMs = BUSY_TIMEOUT_MS;
  #isTold = false;

  constructor(db: Sqlite, onProblem: (problem: Failure) => void) {
    this.#db = db;
    this.#onProblem = onProblem;
    const transact = db.transaction((change: () => void) => {
      change();
    });
    this.#runAsOne = (change) => {
      transact.immediate(change);
    };
  }

  prepare(sql: string): Statement {
    return this.#db.prepare(sql);
  }

  /** The rows that read as `schema` says; one that does not is as good as not there. */
  rows<Schema extends z.ZodType>(
    schema: Schema,
    statement: Statement,
    ...values: readonly Value[]
  ): readonly z.output<Schema>[] {
    const rows = this.#attempt(() => statement.all(...values)) ?? [];
    return rows.flatMap((row) => {
      const read = schema.safeParse(row);
      return read.success ? [read.data] : [];
    });
  }

  /** Makes a change as one short transaction, whole or not at all. */
  write(change: () => void): void {
    const done = this.#attempt(() => {
      this.#transact(change);
      return true;
    });
    if (done) this.#isTold = false;
  }

  /** Makes a change that outlasts a power cut once this returns. */
  writeDurably(change: () => void): void {
    this.#attempt(() => {
      this.#flushed(change);
    });
  }

  /** Makes a change like `writeDurably`, but fails with `no-space` or `io-error`. */
  writeDurablyOrFail(change: () => void): void {
    try {
      this.#flushed(change);
    } catch (error) {
      throw storeFailure(error);
    }
  }

  // Who has waited for a lock in vain does not wait again before it is gone: each wait stops the program.
  #transact(change: () => void): void {
    try {
      this.#runAsOne(change);
    } catch (error) {
      if (isLocked(error)) this.#waitForLocks(0);
      throw error;
    }
    this.#waitForLocks(BUSY_TIMEOUT_MS);
  }

  #waitForLocks(waitMs: number): void {
    if (waitMs === this.#waitMs) return;
    this.#db.pragma(`busy_timeout = ${waitMs}`);
    this.#waitMs = waitMs;
  }

  // The log is flushed with each commit only while this is on.
  #flushed(change: () => void): void {
    this.#db.pragma('synchronous = FULL');
    try {
      this.#transact(change);
    } finally {
      this.#db.pragma('synchronous = NORMAL');
    }
  }

  #attempt<Result>(action: () => Result): Result | undefined {
    try {
      return action();
    } catch (error) {
      if (sqliteCode(error) === undefined) throw error;
      this.#tell(error);
      return undefined;
    }
  }

  #tell(error: unknown): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#onProblem(toFailure(storeFailure(error)));
  }
}
