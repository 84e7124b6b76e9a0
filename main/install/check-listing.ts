import { pathProblem } from '../../shared/domain/portable-path.ts';
import { type ClaimedNames } from './claimed-names.ts';
import { MAX_DICTIONARY_BYTES, MAX_ENTRIES } from './limits.ts';
import { damagedArchive, invalidArchive, quoted, unsafeArchive } from './refusal.ts';
import { type RarEntry, type RarListing } from './rar/rar-listing.ts';

const MIB = 1024 * 1024;

/** An entry that may be unpacked as it is named. */
export interface SoundEntry extends RarEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly size: number;
}

/** A listing that may be unpacked: all entries in their order. */
export interface SoundListing {
  readonly entries: readonly SoundEntry[];
  /** Unpacked bytes of all files. */
  readonly bytes: number;
}

/** What a listing is checked against. */
export interface ListingLimits {
  /** How messages name the archive. */
  readonly label: string;
  readonly maxBytes: number;
  /** What the target holds already; the names of the listing are added. */
  readonly names: ClaimedNames;
}

/**
 * The listing where all of it may be unpacked: no link, password or other volume, no name that some
 * system can't hold, nothing that lands on something else, nothing over a limit. Fails with
 * `archive-invalid` or `archive-unsafe`; nothing is ever renamed or left out.
 */
export function checkListing(listing: RarListing, limits: ListingLimits): SoundListing {
  const { label } = limits;
  if (listing.isEncrypted) throw encrypted(label);
  if (listing.isVolume) throw invalidArchive(label, 'is one of several volumes');
  for (const service of listing.services) assertModestDictionary(service, label);

  const entries = listing.entries.map((entry) => soundEntry(entry, label));
  if (!entries.some(({ kind }) => kind === 'file')) throw invalidArchive(label, 'holds no files');
  claimNames(entries, limits);
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  if (bytes > limits.maxBytes) {
    throw unsafeArchive(label, `it unpacks to ${bytes} bytes, and ${limits.maxBytes} may be used`);
  }
  return { entries, bytes };
}

function soundEntry(entry: RarEntry, label: string): SoundEntry {
  const path = soundPath(entry, label);
  if (entry.kind === 'link') {
    throw unsafeArchive(label, `${quoted(path)} is a link, a reference or a device`);
  }
  assertModestDictionary(entry, label);
  if (entry.isEncrypted) throw encrypted(label);
  if (entry.isSplit) throw invalidArchive(label, 'is one of several volumes');
  const size = entry.kind === 'folder' ? 0 : soundSize(entry, path, label);
  return { ...entry, path, kind: entry.kind, size };
}

function soundPath({ path }: RarEntry, label: string): string {
  if (path === undefined) throw unsafeArchive(label, 'it has a name that is not valid Unicode');
  const problem = pathProblem(path);
  if (problem !== undefined) throw unsafeArchive(label, `${quoted(path)} ${problem}`);
  return path;
}

function soundSize(entry: RarEntry, path: string, label: string): number {
  const { size, packedSize } = entry;
  if (size === undefined) {
    throw invalidArchive(label, `does not say how large ${quoted(path)} is`);
  }
  if (entry.isStored && size !== packedSize) {
    throw damagedArchive(label, `says two different sizes for ${quoted(path)}`);
  }
  if (size > 0 && !entry.hasChecksum) {
    throw invalidArchive(label, `has no checksum for ${quoted(path)}`);
  }
  return size;
}

function assertModestDictionary({ dictionaryBytes }: RarEntry, label: string): void {
  if (dictionaryBytes <= MAX_DICTIONARY_BYTES) return;
  const needed = `${dictionaryBytes / MIB} MiB of memory`;
  throw unsafeArchive(label, `it needs ${needed}, and ${MAX_DICTIONARY_BYTES / MIB} may be used`);
}

function claimNames(entries: readonly SoundEntry[], { label, names }: ListingLimits): void {
  for (const { kind, path } of entries) {
    const problem = kind === 'file' ? names.claimFile(path) : names.claimFolder(path);
    if (problem !== undefined) throw unsafeArchive(label, problem);
    if (names.folders.size > MAX_ENTRIES) {
      throw unsafeArchive(label, `it has more than ${MAX_ENTRIES} folders`);
    }
  }
}

function encrypted(label: string): Error {
  return invalidArchive(label, 'is encrypted');
}
