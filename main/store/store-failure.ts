import { LanspreadError } from '../../shared/errors.ts';
import { isLocked, sqliteCode } from './sqlite.ts';

/** What a player is told where the database can't be read or written. */
export function storeFailure(error: unknown): LanspreadError {
  const code = sqliteCode(error);
  if (code === 'SQLITE_FULL') {
    return new LanspreadError(
      'no-space',
      "The disk of Lanspread's own folder is full, so nothing new is remembered. Free some space.",
      { cause: error },
    );
  }
  if (isLocked(error)) {
    return new LanspreadError(
      'io-error',
      "Another program holds Lanspread's database. Close it and start Lanspread again.",
      { cause: error },
    );
  }
  return new LanspreadError(
    'io-error',
    "Lanspread's own folder can't be read or written, so nothing new is remembered. Check the disk and the folder's permissions.",
    { cause: error },
  );
}
