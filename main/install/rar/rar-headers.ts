import { MAX_ENTRIES } from '../limits.ts';
import { invalidArchive, unsafeArchive } from '../refusal.ts';
import { type ArchiveBytes, type RarBlock, type RarEntry, type RarListing } from './rar-listing.ts';
import { RAR4_SIGNATURE, rar4Blocks } from './rar4-blocks.ts';
import { RAR5_SIGNATURE, rar5Blocks } from './rar5-blocks.ts';

/**
 * All that the headers of a RAR archive say, without unpacking; the library would show names that
 * it has already cleaned. Fails with `archive-invalid` where a header is damaged or missing, and
 * with `archive-unsafe` past 100,000 entries.
 */
export function readListing(archive: ArchiveBytes): RarListing {
  const entries: RarEntry[] = [];
  const services: RarEntry[] = [];
  for (const block of blocksOf(archive)) {
    if (block.type === 'archive') {
      const { isEncrypted, isVolume } = block;
      // What follows can't be read, or makes no sense alone.
      if (isEncrypted || isVolume) return { isEncrypted, isVolume, entries: [], services: [] };
    } else {
      (block.type === 'entry' ? entries : services).push(block.entry);
      if (entries.length + services.length > MAX_ENTRIES) throw tooMany(archive.label);
    }
  }
  return { isEncrypted: false, isVolume: false, entries, services };
}

function blocksOf(archive: ArchiveBytes): Generator<RarBlock> {
  const start = archive.read(0, RAR5_SIGNATURE.length).slice();
  if (begins(start, RAR5_SIGNATURE)) return rar5Blocks(archive);
  if (begins(start, RAR4_SIGNATURE)) return rar4Blocks(archive);
  throw invalidArchive(archive.label, 'is no RAR archive');
}

function begins(bytes: Uint8Array, signature: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function tooMany(label: string): Error {
  return unsafeArchive(label, `it has more than ${MAX_ENTRIES} entries`);
}
