import Database from 'better-sqlite3';

/** An open SQLite database. */
export type Sqlite = Database.Database;
export type Statement = Database.Statement;

/** Longest that a locked database may hold up the one thread that waits for it; a window feels 250. */
export const BUSY_TIMEOUT_MS = 100;

/** Opens a database file, made where missing; throws an error with a SQLite code where it can't. */
export function openSqlite(file: string): Sqlite {
  return new Database(file, { timeout: BUSY_TIMEOUT_MS, nativeBinding: otherBinding() });
}

// For runtimes whose Node-API is too old for the one that better-sqlite3 brings. A package holds
// what it runs, and takes no library from its surroundings.
function otherBinding(): string | undefined {
  const isPackaged = import.meta.dirname.includes('app.asar');
  return isPackaged ? undefined : process.env['LANSPREAD_SQLITE_BINDING'];
}

/** Whether another program holds the database. */
export function isLocked(error: unknown): boolean {
  return sqliteCode(error)?.startsWith('SQLITE_BUSY') ?? false;
}

/** SQLite's name for what went wrong, as `SQLITE_FULL`; undefined for errors of any other kind. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}
