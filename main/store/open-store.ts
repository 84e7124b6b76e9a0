import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Failure, LanspreadError } from '../../shared/errors.ts';
import { Access } from './access.ts';
import { openBlockHashTable } from './block-hash-table.ts';
import { openCopyTable } from './copy-table.ts';
import { openDamageTable } from './damage-table.ts';
import { openInstallTable } from './install-table.ts';
import { openJournalTable } from './journal-table.ts';
import { openDatabase } from './open-database.ts';
import { openPeerTable } from './peer-table.ts';
import { openQueueTable } from './queue-table.ts';
import { openReceiptTable } from './receipt-table.ts';
import { openSettingTable } from './setting-table.ts';
import { isLocked, type Sqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** The database's name in the state folder; a damaged one is set aside as `….corrupt-<time>`. */
export const DATABASE_FILE = 'lanspread.db';

const PATIENCE_MS = 5_000;
const PAUSE_MS = 200;

export interface StoreOptions {
  /** Told where the database was damaged, or can't be read or written. */
  readonly onProblem: (problem: Failure) => void;
}

/**
 * Opens the store in an existing state folder. Fails with `io-error` where the database is locked by
 * another program or was made by a newer version; any other trouble is told and worked around.
 */
export function openStore(stateFolder: string, options: StoreOptions): Store {
  const file = join(resolve(stateFolder), DATABASE_FILE);
  return openDatabase(file, (db) => storeOn(db, options.onProblem), options.onProblem);
}

/**
 * Like `openStore`, but gives another program, such as a backup, some seconds to let go of the
 * database; nothing is held up meanwhile.
 */
export async function openStoreWhenFree(
  stateFolder: string,
  { patienceMs = PATIENCE_MS, ...options }: StoreOptions & { readonly patienceMs?: number },
): Promise<Store> {
  const endMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return openStore(stateFolder, options);
    } catch (error) {
      const mayGo = error instanceof LanspreadError && isLocked(error.cause);
      if (!mayGo || performance.now() >= endMs) throw error;
    }
    await delay(PAUSE_MS);
  }
}

function storeOn(db: Sqlite, onProblem: (problem: Failure) => void): Store {
  const access = new Access(db, onProblem);
  return {
    blockHashes: openBlockHashTable(access),
    copies: openCopyTable(access),
    journal: openJournalTable(access),
    queue: openQueueTable(access),
    installs: openInstallTable(access),
    receipts: openReceiptTable(access),
    damages: openDamageTable(access),
    peers: openPeerTable(access),
    settings: openSettingTable(access),
    close: () => {
      db.close();
    },
  };
}
