import { damagedArchive, invalidArchive } from '../refusal.ts';
import { type ArchiveBytes, type RarBlock } from './rar-listing.ts';
import { rar5Entry } from './rar5-entry.ts';
import { RAR5_HEADER, readRar5Header, type Rar5Header } from './rar5-header.ts';

// RAR 5.0 archive format: https://www.rarlab.com/technote.htm

/** How a RAR 5 archive begins. */
export const RAR5_SIGNATURE: Uint8Array = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0);

const MAY_BE_SKIPPED = 0x04;
const MAIN_IS_VOLUME = 0x01;
const END_IS_NOT_LAST = 0x01;

/** The headers of a RAR 5 archive up to its end; throws where one is damaged or missing. */
export function* rar5Blocks(archive: ArchiveBytes): Generator<RarBlock> {
  let position = RAR5_SIGNATURE.length;
  for (let isFirst = true; ; isFirst = false) {
    const header = readRar5Header(archive, position);
    const isStart = header.type === RAR5_HEADER.main || header.type === RAR5_HEADER.encryption;
    if (isStart !== isFirst) {
      throw damagedArchive(archive.label, 'does not begin with the header of an archive');
    }
    const block = blockOf(header, archive.label);
    if (block) yield block;
    if (header.type === RAR5_HEADER.end) return;
    position = header.dataOffset + header.dataSize;
  }
}

function blockOf(header: Rar5Header, label: string): RarBlock | undefined {
  switch (header.type) {
    case RAR5_HEADER.main: {
      const isVolume = (header.fields.flags() & MAIN_IS_VOLUME) !== 0;
      return { type: 'archive', isVolume, isEncrypted: false };
    }
    case RAR5_HEADER.encryption:
      return { type: 'archive', isVolume: false, isEncrypted: true };
    case RAR5_HEADER.file:
      return { type: 'entry', entry: rar5Entry(header, label) };
    case RAR5_HEADER.service:
      return { type: 'service', entry: rar5Entry(header, label) };
    case RAR5_HEADER.end: {
      const isVolume = (header.fields.flags() & END_IS_NOT_LAST) !== 0;
      return { type: 'archive', isVolume, isEncrypted: false };
    }
    default:
      if ((header.flags & MAY_BE_SKIPPED) !== 0) return undefined;
      throw invalidArchive(label, 'was made by a newer RAR');
  }
}
