import type { ContentHash, GameId, PeerId } from '../../shared/domain/ids.ts';
import type { Address } from '../../shared/domain/peer.ts';
import type { Version } from '../../shared/domain/version.ts';

/** Block hashes of files that were hashed once, by game. */
export interface BlockHashTable {
  ofGame(gameId: GameId): readonly StoredFileHashes[];
  /** Replaces all that is known of a game's files. */
  replace(gameId: GameId, files: readonly StoredFileHashes[]): void;
  forget(gameId: GameId): void;
}

/** One hashed file: who it was (path, size, time, inode) and 32 bytes a block. */
export interface StoredFileHashes {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly blockHashes: Uint8Array;
}

/** Copies that were hashed, each as it was then; one a game. */
export interface CopyTable {
  find(gameId: GameId): StoredCopy | undefined;
  put(gameId: GameId, copy: StoredCopy): void;
  forget(gameId: GameId): void;
}

/** A hashed copy, and by what it is known again. */
export interface StoredCopy {
  /** Says all that a scan saw of its files. */
  readonly fingerprint: ContentHash;
  /** The canonical bytes of its manifest, and their hash. */
  readonly manifest: Uint8Array;
  readonly manifestHash: ContentHash;
  readonly outlineHash: ContentHash;
  /** Bytes of all files. */
  readonly size: number;
  /** Of each file, in the manifest's order. */
  readonly inodes: Float64Array;
  readonly mtimesMs: Float64Array;
}

/** The journal of downloads that are not finished. */
export interface JournalTable {
  find(gameId: GameId): JournalEntry | undefined;
  /** Starts an entry, in place of one that was there; fails with `no-space` or `io-error`. */
  begin(entry: JournalHeader): void;
  /** Records blocks as verified and durable; `hashes` has 32 bytes for each. */
  record(gameId: GameId, blocks: readonly number[], hashes: Uint8Array): void;
  /** Marks the entry as ended cleanly (trusted) or running (to be re-hashed). */
  setClean(gameId: GameId, clean: boolean): void;
  forget(gameId: GameId): void;
}

/** Which content a journal is about. */
export interface JournalHeader {
  readonly gameId: GameId;
  readonly version: Version;
  readonly outlineHash: ContentHash;
  readonly manifestHash: ContentHash | undefined;
  readonly blockCount: number;
}

export interface JournalEntry extends JournalHeader {
  readonly clean: boolean;
  /** One byte a block, 1 = verified and durable. */
  readonly verified: Uint8Array;
  /** 32 bytes a block, zeros where not verified. */
  readonly hashes: Uint8Array;
}

/** The queue of downloads, in order. */
export interface QueueTable {
  all(): readonly QueuedDownload[];
  /** Replaces the whole queue. */
  replace(queue: readonly QueuedDownload[]): void;
}

/** A download that is not finished, as it was asked for, and how far it was. */
export interface QueuedDownload {
  readonly gameId: GameId;
  readonly install: boolean;
  readonly patient: boolean;
  readonly paused: boolean;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** What each install brought, to tell it from the player's own files. */
export interface InstallTable {
  find(gameId: GameId): InstallRecord | undefined;
  put(gameId: GameId, record: InstallRecord): void;
  forget(gameId: GameId): void;
}

export interface InstallRecord {
  readonly version: Version;
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly mtimeMs: number;
  }[];
}

/**
 * What each download was to be, so that later changes of its files, and files that it did not bring, can
 * be told from it. One a version: that of a new one is there before the switch, the old one goes after it.
 */
export interface ReceiptTable {
  ofGame(gameId: GameId): readonly Receipt[];
  put(gameId: GameId, receipt: Receipt): void;
  /** Forgets all of a game but that of one version. */
  keepOnly(gameId: GameId, version: Version): void;
  forget(gameId: GameId): void;
}

export interface Receipt {
  readonly version: Version;
  /** The canonical bytes that what was fetched had. */
  readonly manifest: Uint8Array;
}

/** Copies that were found damaged, each with a hash over what its files were like then. */
export interface DamageTable {
  find(gameId: GameId): ContentHash | undefined;
  put(gameId: GameId, print: ContentHash): void;
  forget(gameId: GameId): void;
}

/** Peers met before. */
export interface PeerTable {
  /** The one met last comes first. */
  all(): readonly MetPeer[];
  /** Remembers a peer as the one met last. */
  put(peer: MetPeer): void;
}

/** A peer and where it could be dialled, the latest address first. */
export interface MetPeer {
  readonly peerId: PeerId;
  readonly name: string;
  readonly addresses: readonly Address[];
}

/** Settings by name, as text. */
export interface SettingTable {
  find(name: string): string | undefined;
  put(name: string, value: string): void;
}

/**
 * All that is remembered between two starts; one file a table, one writer, short transactions. Where
 * the disk refuses, reads find nothing and writes are told and lost: the session goes on.
 */
export interface Store {
  readonly blockHashes: BlockHashTable;
  readonly copies: CopyTable;
  readonly journal: JournalTable;
  readonly queue: QueueTable;
  readonly installs: InstallTable;
  readonly receipts: ReceiptTable;
  readonly damages: DamageTable;
  readonly peers: PeerTable;
  readonly settings: SettingTable;
  close(): void;
}
