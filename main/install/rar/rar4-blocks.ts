import { damagedArchive } from '../refusal.ts';
import { type ArchiveBytes, type RarBlock } from './rar-listing.ts';
import { rar4Entry } from './rar4-entry.ts';
import { RAR4_HEADER, readRar4Header, type Rar4Header } from './rar4-header.ts';

/** How an archive of RAR 1.5 to 4 begins. */
export const RAR4_SIGNATURE: Uint8Array = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 0);

const HAS_DATA = 0x8000;

const MAIN_IS_VOLUME = 0x0001;
const MAIN_HAS_ENCRYPTED_HEADERS = 0x0080;
const END_IS_NOT_LAST = 0x0001;

/** The headers of an archive of RAR 1.5 to 4; throws where one is damaged. */
export function* rar4Blocks(archive: ArchiveBytes): Generator<RarBlock> {
  let position = RAR4_SIGNATURE.length;
  for (let isFirst = true; ; isFirst = false) {
    // RAR 2 wrote no end block: there a whole archive just ends.
    if (!isFirst && position === archive.size) return;
    const header = readRar4Header(archive, position);
    if ((header.type === RAR4_HEADER.main) !== isFirst) {
      throw damagedArchive(archive.label, 'does not begin with the header of an archive');
    }
    const { block, dataSize } = blockOf(header);
    if (header.end + dataSize > archive.size) throw damagedArchive(archive.label, 'is cut off');
    if (block) yield block;
    if (header.type === RAR4_HEADER.end) return;
    position = header.end + dataSize;
  }
}

function blockOf(header: Rar4Header): { block?: RarBlock; dataSize: number } {
  switch (header.type) {
    case RAR4_HEADER.main: {
      const isVolume = (header.flags & MAIN_IS_VOLUME) !== 0;
      const isEncrypted = (header.flags & MAIN_HAS_ENCRYPTED_HEADERS) !== 0;
      return { block: { type: 'archive', isVolume, isEncrypted }, dataSize: 0 };
    }
    case RAR4_HEADER.file:
    case RAR4_HEADER.service: {
      const entry = rar4Entry(header);
      const type = header.type === RAR4_HEADER.file ? 'entry' : 'service';
      return { block: { type, entry }, dataSize: entry.packedSize };
    }
    case RAR4_HEADER.end: {
      const isVolume = (header.flags & END_IS_NOT_LAST) !== 0;
      return { block: { type: 'archive', isVolume, isEncrypted: false }, dataSize: 0 };
    }
    default:
      return { dataSize: (header.flags & HAS_DATA) === 0 ? 0 : header.fields.uint32() };
  }
}
