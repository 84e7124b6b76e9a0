import { crc32 } from 'node:zlib';
import { damagedArchive } from '../refusal.ts';
import { HeaderBytes } from './header-bytes.ts';
import { type ArchiveBytes } from './rar-listing.ts';

/** The kinds of headers in RAR 1.5 to 4 that matter; others are passed over. */
export const RAR4_HEADER = { main: 0x73, file: 0x74, service: 0x7a, end: 0x7b } as const;

const SHORTEST_HEADER_BYTES = 7;
const MAIN_HEADER_BYTES = 13;
const CRC_BYTES = 2;

// Proofs of who made an archive, whose own checksums RAR 2 and 3 got wrong; neither has data behind it.
const UNPROVEN = [0x76, 0x79];

const HAS_DATA = 0x8000;
const MAIN_HAS_COMMENT = 0x0002;
const FILE_HAS_COMMENT = 0x0008;
const HAS_HIGH_SIZES = 0x0100;

const NAME_LENGTH_AT = 26;
const FILE_FIELDS_BYTES = 32;

/** A header of RAR 1.5 to 4, its checksum proven where there is one. */
export interface Rar4Header {
  readonly type: number;
  readonly flags: number;
  /** What follows type, flags and length. */
  readonly fields: HeaderBytes;
  /** Where its data begin. */
  readonly end: number;
}

/** The header at `position`; fails with `archive-invalid` where none is whole. */
export function readRar4Header(archive: ArchiveBytes, position: number): Rar4Header {
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

/** What a header's checksum covers, or undefined where none that can be proven was written. */
function crcRange(type: number, flags: number, bytes: Uint8Array): Uint8Array | undefined {
  switch (type) {
    case RAR4_HEADER.main: {
      // The comment that RAR 2 puts into a header is no part of its checksum.
      const end = (flags & MAIN_HAS_COMMENT) === 0 ? bytes.length : MAIN_HEADER_BYTES;
      return bytes.subarray(CRC_BYTES, end);
    }
    case RAR4_HEADER.file: {
      const end = (flags & FILE_HAS_COMMENT) === 0 ? bytes.length : endOfName(flags, bytes);
      return bytes.subarray(CRC_BYTES, end);
    }
    default:
      // A header passed over as one of another kind would leave out a file.
      return UNPROVEN.includes(type) && (flags & HAS_DATA) === 0
        ? undefined
        : bytes.subarray(CRC_BYTES);
  }
}

// RAR 2 put a file's comment behind its name.
function endOfName(flags: number, bytes: Uint8Array): number {
  const [low = 0, high = 0] = bytes.subarray(NAME_LENGTH_AT);
  return FILE_FIELDS_BYTES + ((flags & HAS_HIGH_SIZES) === 0 ? 0 : 8) + low + high * 256;
}
