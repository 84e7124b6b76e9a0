/** The bytes of an archive, wherever they lie. */
export interface ArchiveBytes {
  /** How messages name the archive. */
  readonly label: string;
  readonly size: number;
  /** Up to `length` bytes from `position` on: fewer only at the end. Valid until the next read. */
  read(position: number, length: number): Uint8Array;
}

/** An entry as its header says it, unchecked: anything a stranger can write may be in it. */
export interface RarEntry {
  /** `/` between parts; undefined where the name is no Unicode. */
  readonly path: string | undefined;
  /** A link is whatever is neither a plain file nor a folder. */
  readonly kind: 'file' | 'folder' | 'link';
  /** Unpacked bytes, exact up to 2^53; undefined where the header does not say. */
  readonly size: number | undefined;
  readonly packedSize: number;
  /** Where the packed bytes begin. */
  readonly dataOffset: number;
  readonly isStored: boolean;
  readonly isEncrypted: boolean;
  /** Whether a part of the file lies in another volume. */
  readonly isSplit: boolean;
  readonly dictionaryBytes: number;
  /** The CRC-32 of the unpacked bytes, undefined where the entry has another checksum or none. */
  readonly crc32: number | undefined;
  readonly hasChecksum: boolean;
}

/** What the headers of an archive tell, in their order. */
export type RarBlock =
  | { readonly type: 'archive'; readonly isVolume: boolean; readonly isEncrypted: boolean }
  | { readonly type: 'entry'; readonly entry: RarEntry }
  | { readonly type: 'service'; readonly entry: RarEntry };

/** All that an archive's headers say. */
export interface RarListing {
  /** Names and all; then no entry is known. */
  readonly isEncrypted: boolean;
  /** One of several files; then no entry is known. */
  readonly isVolume: boolean;
  readonly entries: readonly RarEntry[];
  /** The archive's own entries: comments, recovery records and the like, never unpacked. */
  readonly services: readonly RarEntry[];
}
