import Database from 'better-sqlite3';

/** An open SQLite database. */
export type Sqlite = Database.Database;
export type Statement = Database.Statement;

/** Longest that a locked database may hold up the one thread that waits for it. */
export const BUSY_TIMEOUT_MS = 250;

/** Opens a database file, made where missing; throws an error with a SQLite code where it can't. */
export function openSqlite(file: string): Sqlite {
  // A binary for runtimes whose Node-API is older than the one that the package brings needs.
  const nativeBinding = process.env['LANSPREAD_SQLITE_BINDING'];
  return new Database(file, { timeout: BUSY_TIMEOUT_MS, nativeBinding });
}

/** SQLite's name for what went wrong, as `SQLITE_FULL`; undefined for errors of any other kind. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}
