import { join, resolve } from 'node:path';
import type { Failure } from '../../shared/errors.ts';
import { Access } from './access.ts';
import { openBlockHashTable } from './block-hash-table.ts';
import { openDamageTable } from './damage-table.ts';
import { openInstallTable } from './install-table.ts';
import { openJournalTable } from './journal-table.ts';
import { openDatabase } from './open-database.ts';
import { openPeerTable } from './peer-table.ts';
import { openQueueTable } from './queue-table.ts';
import { openReceiptTable } from './receipt-table.ts';
import { openSettingTable } from './setting-table.ts';
import type { Sqlite } from './sqlite.ts';
import type { Store } from './store.ts';

/** The database's name in the state folder; a damaged one is set aside as `….corrupt-<time>`. */
export const DATABASE_FILE = 'lanspread.db';

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

function storeOn(db: Sqlite, onProblem: (problem: Failure) => void): Store {
  const access = new Access(db, onProblem);
  return {
    blockHashes: openBlockHashTable(access),
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
