import { crc32 } from 'node:zlib';
import { damagedArchive } from '../refusal.ts';
import { HeaderBytes } from './header-bytes.ts';
import { type ArchiveBytes, type RarBlock } from './rar-listing.ts';
import { rar4Entry } from './rar4-entry.ts';

/** How an archive of RAR 1.5 to 4 begins. */
export const RAR4_SIGNATURE: Uint8Array = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 0);

const MAIN = 0x73;
const FILE = 0x74;
const SERVICE = 0x7a;
const END = 0x7b;

const SHORTEST_HEADER_BYTES = 7;
const MAIN_HEADER_BYTES = 13;
const CRC_BYTES = 2;
const HAS_DATA = 0x8000;

const MAIN_IS_VOLUME = 0x0001;
const MAIN_HAS_COMMENT = 0x0002;
const MAIN_HAS_ENCRYPTED_HEADERS = 0x0080;
const FILE_HAS_COMMENT = 0x0008;
const END_IS_NOT_LAST = 0x0001;

/** A header of RAR 4; `rar4Entry` reads the rest of those that describe a file. */
export interface Rar4Header {
  readonly type: number;
  readonly flags: number;
  /** What follows type, flags and length. */
  readonly fields: HeaderBytes;
  readonly end: number;
}

/** The headers of an archive of RAR 1.5 to 4; throws where one is damaged. */
export function* rar4Blocks(archive: ArchiveBytes): Generator<RarBlock> {
  let position = RAR4_SIGNATURE.length;
  for (let isFirst = true; ; isFirst = false) {
    // RAR 2 wrote no end block: there a whole archive just ends.
    if (!isFirst && position === archive.size) return;
    const header = readHeader(archive, position);
    if ((header.type === MAIN) !== isFirst) {
      throw damagedArchive(archive.label, 'does not begin with the header of an archive');
    }
    const { block, dataSize } = blockOf(header);
    if (header.end + dataSize > archive.size) throw damagedArchive(archive.label, 'is cut off');
    if (block) yield block;
    if (header.type === END) return;
    position = header.end + dataSize;
  }
}

function blockOf(header: Rar4Header): { block?: RarBlock; dataSize: number } {
  switch (header.type) {
    case MAIN: {
      const isVolume = (header.flags & MAIN_IS_VOLUME) !== 0;
      const isEncrypted = (header.flags & MAIN_HAS_ENCRYPTED_HEADERS) !== 0;
      return { block: { type: 'archive', isVolume, isEncrypted }, dataSize: 0 };
    }
    case FILE:
    case SERVICE: {
      const entry = rar4Entry(header);
      const type = header.type === FILE ? 'entry' : 'service';
      return { block: { type, entry }, dataSize: entry.packedSize };
    }
    case END: {
      const isVolume = (header.flags & END_IS_NOT_LAST) !== 0;
      return { block: { type: 'archive', isVolume, isEncrypted: false }, dataSize: 0 };
    }
    default:
      return { dataSize: (header.flags & HAS_DATA) === 0 ? 0 : header.fields.uint32() };
  }
}

function readHeader(archive: ArchiveBytes, position: number): Rar4Header {
  const { label } = archive;
  const start = new HeaderBytes(archive.read(position, SHORTEST_HEADER_BYTES), label);
  if (start.remaining < SHORTEST_HEADER_BYTES) throw damagedArchive(label, 'is cut off');
  const crc = start.uint16();
  const type = start.uint8();
  const flags = start.uint16();
  const length = start.uint16();
  if (length < SHORTEST_HEADER_BYTES) throw damagedArchive(label, 'has a header of no length');

  const bytes = archive.read(position, length).slice();
  if (bytes.length < length) throw damagedArchive(label, 'is cut off in a header');
  const proven = crcRange(type, flags, bytes);
  if (proven && (crc32(proven) & 0xffff) !== crc) {
    throw damagedArchive(label, 'has a header with a wrong checksum');
  }
  const fields = new HeaderBytes(bytes.subarray(SHORTEST_HEADER_BYTES), label);
  return { type, flags, fields, end: position + length };
}

/** What a header's checksum covers, or undefined where RAR 2 wrote none that can be proven. */
function crcRange(type: number, flags: number, bytes: Uint8Array): Uint8Array | undefined {
  switch (type) {
    case MAIN: {
      // The comment that RAR 2 puts into a header is no part of its checksum.
      const end = (flags & MAIN_HAS_COMMENT) === 0 ? bytes.length : MAIN_HEADER_BYTES;
      return bytes.subarray(CRC_BYTES, end);
    }
    case FILE:
      return (flags & FILE_HAS_COMMENT) === 0 ? bytes.subarray(CRC_BYTES) : undefined;
    case SERVICE:
    case END:
      return bytes.subarray(CRC_BYTES);
    default:
      return undefined;
  }
}
