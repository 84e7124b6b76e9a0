import { crc32 } from 'node:zlib';
import { type ArchiveFile } from './archive-file.ts';
import { type SoundEntry } from './check-listing.ts';
import { type FileWriter } from './file-writer.ts';
import { COPY_BYTES } from './limits.ts';
import { damagedArchive, quoted } from './refusal.ts';

const buffer = Buffer.allocUnsafeSlow(COPY_BYTES);

/** Whether an entry's bytes stand in the archive as they are, with a checksum to prove them. */
export function isPlainCopy(entry: SoundEntry): boolean {
  return entry.kind === 'file' && entry.isStored && (entry.crc32 !== undefined || entry.size === 0);
}

/**
 * Copies a stored entry, twice as fast as the library does; fails with `archive-invalid` where the
 * bytes end early or have another checksum.
 */
export function copyStored(
  archive: Pick<ArchiveFile, 'label' | 'readInto'>,
  entry: SoundEntry,
  writer: Pick<FileWriter, 'write'>,
  onBytes: (bytes: number) => void,
): void {
  let crc = 0;
  for (let done = 0; done < entry.size;) {
    const piece = buffer.subarray(0, Math.min(buffer.length, entry.size - done));
    const length = archive.readInto(piece, entry.dataOffset + done);
    // It was long enough when its headers were read.
    if (length < piece.length) throw damagedArchive(archive.label, 'became shorter meanwhile');
    crc = crc32(piece, crc);
    writer.write(piece);
    done += length;
    onBytes(length);
  }
  if (crc !== (entry.crc32 ?? 0)) {
    throw damagedArchive(archive.label, `holds other bytes of ${quoted(entry.path)} than it says`);
  }
}
