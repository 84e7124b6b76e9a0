import { crc32 } from 'node:zlib';
import { damagedArchive, invalidArchive } from '../refusal.ts';
import { HeaderBytes } from './header-bytes.ts';
import { type ArchiveBytes, type RarBlock } from './rar-listing.ts';
import { rar5Entry } from './rar5-entry.ts';

// RAR 5.0 archive format: https://www.rarlab.com/technote.htm

/** How a RAR 5 archive begins. */
export const RAR5_SIGNATURE: Uint8Array = Uint8Array.of(0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0);

const MAIN = 1;
const FILE = 2;
const SERVICE = 3;
const ENCRYPTION = 4;
const END = 5;

const CRC_BYTES = 4;
// The length of a header takes three bytes at most, which bounds it to 2 MiB.
const MAX_LENGTH_BYTES = 3;
const SHORTEST_HEADER_BYTES = CRC_BYTES + 3;

const HAS_EXTRA = 0x01;
const HAS_DATA = 0x02;
const MAY_BE_SKIPPED = 0x04;
const MAIN_IS_VOLUME = 0x01;
const END_IS_NOT_LAST = 0x01;

/** A header of RAR 5, its checksum proven. */
export interface Rar5Header {
  readonly type: number;
  readonly flags: number;
  /** What is special to its type, without the extra area. */
  readonly fields: HeaderBytes;
  readonly extra: Uint8Array;
  readonly dataOffset: number;
  readonly dataSize: number;
}

/** The headers of a RAR 5 archive up to its end; throws where one is damaged or missing. */
export function* rar5Blocks(archive: ArchiveBytes): Generator<RarBlock> {
  let position = RAR5_SIGNATURE.length;
  for (let isFirst = true; ; isFirst = false) {
    const header = readHeader(archive, position);
    if (header.type === ENCRYPTION) yield { type: 'archive', isVolume: false, isEncrypted: true };
    if ((header.type === MAIN) !== isFirst) {
      throw damagedArchive(archive.label, 'does not begin with the header of an archive');
    }
    const block = blockOf(header, archive.label);
    if (block) yield block;
    if (header.type === END) return;
    position = header.dataOffset + header.dataSize;
  }
}

function blockOf(header: Rar5Header, label: string): RarBlock | undefined {
  switch (header.type) {
    case MAIN: {
      const isVolume = (header.fields.flags() & MAIN_IS_VOLUME) !== 0;
      return { type: 'archive', isVolume, isEncrypted: false };
    }
    case FILE:
      return { type: 'entry', entry: rar5Entry(header, label) };
    case SERVICE:
      return { type: 'service', entry: rar5Entry(header, label) };
    case END: {
      const isVolume = (header.fields.flags() & END_IS_NOT_LAST) !== 0;
      return { type: 'archive', isVolume, isEncrypted: false };
    }
    default:
      if ((header.flags & MAY_BE_SKIPPED) !== 0) return undefined;
      throw invalidArchive(label, 'was made by a newer RAR');
  }
}

function readHeader(archive: ArchiveBytes, position: number): Rar5Header {
  const { label } = archive;
  const start = new HeaderBytes(archive.read(position, CRC_BYTES + MAX_LENGTH_BYTES), label);
  if (start.remaining < SHORTEST_HEADER_BYTES) throw damagedArchive(label, 'is cut off');
  const crc = start.uint32();
  const length = start.vint();
  const lengthBytes = start.position - CRC_BYTES;
  const dataOffset = position + start.position + length;
  // A copy: extra area and names outlive the next read.
  const bytes = archive.read(position + CRC_BYTES, lengthBytes + length).slice();
  if (bytes.length < lengthBytes + length) throw damagedArchive(label, 'is cut off in a header');
  if (crc32(bytes) !== crc) throw damagedArchive(label, 'has a header with a wrong checksum');

  const content = bytes.subarray(lengthBytes);
  const head = new HeaderBytes(content, label);
  const type = head.vint();
  const flags = head.flags();
  const extraSize = (flags & HAS_EXTRA) === 0 ? 0 : head.vint();
  const dataSize = (flags & HAS_DATA) === 0 ? 0 : head.vint();
  if (dataOffset + dataSize > archive.size) throw damagedArchive(label, 'is cut off');
  const fields = new HeaderBytes(head.take(head.remaining - extraSize), label);
  return { type, flags, fields, extra: head.take(extraSize), dataOffset, dataSize };
}
