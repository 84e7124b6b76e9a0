import { existsSync, renameSync } from 'node:fs';
import { type Failure, LanspreadError, toFailure } from '../../shared/errors.ts';
import { migrate, migrations, schemaVersion } from './migrations.ts';
import { isLocked, openSqlite, type Sqlite, sqliteCode } from './sqlite.ts';
import { storeFailure } from './store-failure.ts';

// ERROR is a table that is missing or has another shape, READONLY also a damaged format number.
const DAMAGE = /^SQLITE_(NOTADB|CORRUPT|FORMAT|ERROR|READONLY|IOERR_SHORT_READ)/;

const REPLACED: Failure = {
  code: 'io-error',
  message:
    "Lanspread's database was damaged. It was set aside and a new one made; your games are untouched and are looked through again.",
};

/**
 * Opens the database and hands it to `use`, which may throw where something in it is missing. A
 * damaged one is set aside and a new one made; where nothing can be kept on disk at all, memory
 * serves for this session. Both are told. Fails with `io-error` where the database is locked, or
 * was made by a newer version.
 */
export function openDatabase<Result>(
  file: string,
  use: (db: Sqlite) => Result,
  onProblem: (problem: Failure) => void,
): Result {
  try {
    return openSound(file, use);
  } catch (error) {
    if (error instanceof LanspreadError) throw error;
    if (isLocked(error)) throw storeFailure(error);
    const replaced = isDamage(error) ? openReplaced(file, use) : undefined;
    onProblem(replaced === undefined ? toFailure(storeFailure(error)) : REPLACED);
    return replaced ?? openSound(':memory:', use);
  }
}

function openSound<Result>(file: string, use: (db: Sqlite) => Result): Result {
  const db = openSqlite(file);
  try {
    assertNotNewer(db);
    assertSound(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    migrate(db);
    return use(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function assertNotNewer(db: Sqlite): void {
  if (schemaVersion(db) <= migrations.length) return;
  throw new LanspreadError(
    'io-error',
    'The database in the state folder was made by a newer version of Lanspread. Update this one, or start it with another state folder.',
  );
}

class DamageFound extends Error {}

function assertSound(db: Sqlite): void {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new DamageFound(String(verdict));
  // That a database can't be written shows only when something is.
  db.pragma(`user_version = ${schemaVersion(db)}`);
}

function openReplaced<Result>(file: string, use: (db: Sqlite) => Result): Result | undefined {
  try {
    setAside(file);
    return openSound(file, use);
  } catch {
    // The disk takes no new one either: the caller goes on from memory, and tells why.
    return undefined;
  }
}

// Under one name, so that SQLite still finds the log beside the file.
function setAside(file: string): void {
  const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
  for (const suffix of ['', '-wal', '-shm']) {
    const part = `${file}${suffix}`;
    if (existsSync(part)) renameSync(part, `${file}.corrupt-${time}${suffix}`);
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof DamageFound || DAMAGE.test(sqliteCode(error) ?? '');
}
