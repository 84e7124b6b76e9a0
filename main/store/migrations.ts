import type { Sqlite } from './sqlite.ts';

/** The steps from an empty database to today's; what has been released is never changed, only added to. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- The higher seen, the later the peer was met.
  CREATE TABLE peers (
    seen INTEGER PRIMARY KEY AUTOINCREMENT,
    peer_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    address TEXT NOT NULL
  ) STRICT;

  -- Lists of files are JSON: they are only ever read and written as a whole.
  CREATE TABLE installs (
    game_id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    files TEXT NOT NULL
  ) STRICT;

  CREATE TABLE block_hashes (
    game_id TEXT PRIMARY KEY,
    files TEXT NOT NULL,
    hashes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE journals (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    game_id TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,
    outline_hash TEXT NOT NULL,
    manifest_hash TEXT,
    block_count INTEGER NOT NULL,
    clean INTEGER NOT NULL
  ) STRICT;

  -- One row a verified block: recording a few never rewrites what is recorded of the others.
  CREATE TABLE journal_blocks (
    journal_id INTEGER NOT NULL REFERENCES journals (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (journal_id, block)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Downloads that are not finished, in their order.
  CREATE TABLE queue (
    position INTEGER PRIMARY KEY,
    game_id TEXT NOT NULL UNIQUE,
    install INTEGER NOT NULL,
    patient INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    bytes_done INTEGER NOT NULL,
    bytes_total INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- What a download was to be: the manifest it was checked against, in canonical bytes.
  CREATE TABLE receipts (
    game_id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    manifest BLOB NOT NULL
  ) STRICT;
  `,
  `
  -- Copies that were found damaged, by a hash over what their files were like then.
  CREATE TABLE damages (
    game_id TEXT PRIMARY KEY,
    print TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Nobody was remembered before. A JSON list of addresses, the latest first; seen is a count, for
  -- clocks jump.
  DROP TABLE peers;
  CREATE TABLE peers (
    seen INTEGER PRIMARY KEY AUTOINCREMENT,
    peer_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    addresses TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- One receipt a version: while a new one is switched in, that of the old one is needed too.
  CREATE TABLE receipts_by_version (
    game_id TEXT NOT NULL,
    version TEXT NOT NULL,
    manifest BLOB NOT NULL,
    PRIMARY KEY (game_id, version)
  ) STRICT;
  INSERT INTO receipts_by_version SELECT game_id, version, manifest FROM receipts;
  DROP TABLE receipts;
  ALTER TABLE receipts_by_version RENAME TO receipts;
  `,
  `
  -- One row a run of blocks, 32 bytes each: a row for each of 20,000 small files takes ten times as
  -- long. Where runs overlap, the later one holds.
  CREATE TABLE journal_runs (
    id INTEGER PRIMARY KEY,
    journal_id INTEGER NOT NULL REFERENCES journals (id) ON DELETE CASCADE,
    first_block INTEGER NOT NULL,
    hashes BLOB NOT NULL
  ) STRICT;
  CREATE INDEX journal_runs_by_journal ON journal_runs (journal_id);
  INSERT INTO journal_runs (journal_id, first_block, hashes)
  SELECT journal_id, block, hash FROM journal_blocks;
  DROP TABLE journal_blocks;
  `,
  `
  -- Copies that were hashed, each as it looked then: a scan that finds it so needs no more. Inodes and
  -- times are 8 bytes a file, as this PC writes its numbers; the seal is a hash over all the rest.
  CREATE TABLE copies (
    game_id TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    manifest_hash TEXT NOT NULL,
    outline_hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    manifest BLOB NOT NULL,
    inodes BLOB NOT NULL,
    times BLOB NOT NULL,
    seal TEXT NOT NULL
  ) STRICT;
  `,
];

/** Which step a database is at: how many migrations it has seen. */
export function schemaVersion(db: Sqlite): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Takes a database through the steps it has not seen, each in one transaction with its number. */
export function migrate(db: Sqlite, steps: readonly string[] = migrations): void {
  const seen = schemaVersion(db);
  steps.slice(seen).forEach((step, index) => {
    const apply = db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${seen + index + 1}`);
    });
    apply.immediate();
  });
}
