import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LanspreadError } from '../../shared/errors.ts';
import { isLocked, openSqlite, type Sqlite, sqliteCode } from './sqlite.ts';

const LOCK_FILE = 'lock.db';
const OWNER_ONLY = 0o700;
const NO_DATABASE = /^SQLITE_(NOTADB|CORRUPT)/;

// A database that nothing refers to would be collected, and its lock with it.
const held = new Set<Sqlite>();

/** A state folder that is this process's alone until `release`, or until the process ends in any way. */
export interface StateLock {
  release(): void;
}

/**
 * Claims a state folder, made for its user only where missing. Fails with `operation-active` where
 * another process has it, with `io-error` where the folder can't be used.
 */
export async function lockState(stateFolder: string): Promise<StateLock> {
  const file = join(resolve(stateFolder), LOCK_FILE);
  try {
    await mkdir(stateFolder, { recursive: true, mode: OWNER_ONLY });
    const db = await openLocked(file);
    held.add(db);
    return {
      release: () => {
        held.delete(db);
        db.close();
      },
    };
  } catch (error) {
    throw lockFailure(error);
  }
}

// The lock holds nothing, so a file in its place that is no database may go.
async function openLocked(file: string): Promise<Sqlite> {
  try {
    return lockExclusively(file);
  } catch (error) {
    if (!NO_DATABASE.test(sqliteCode(error) ?? '')) throw error;
    await rm(file);
    return lockExclusively(file);
  }
}

// A folder that can only be read gives a lock that keeps nobody out: that shows when something is written,
// which the disk never sees. The operating system ends an open transaction's lock with its process, kill -9 included.
function lockExclusively(file: string): Sqlite {
  const db = openSqlite(file);
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    db.pragma('user_version = 1');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function lockFailure(error: unknown): LanspreadError {
  if (isLocked(error)) {
    return new LanspreadError(
      'operation-active',
      'Lanspread is already running with this state folder. Close it first, or start this one with another state folder.',
      { cause: error },
    );
  }
  return new LanspreadError(
    'io-error',
    "The state folder can't be made or written. Check its permissions, or start with another one.",
    { cause: error },
  );
}
