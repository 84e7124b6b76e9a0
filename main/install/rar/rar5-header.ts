import { crc32 } from 'node:zlib';
import { damagedArchive } from '../refusal.ts';
import { HeaderBytes } from './header-bytes.ts';
import { type ArchiveBytes } from './rar-listing.ts';

/** The kinds of headers in RAR 5. */
export const RAR5_HEADER = { main: 1, file: 2, service: 3, encryption: 4, end: 5 } as const;

const CRC_BYTES = 4;
// The length of a header takes three bytes at most, which bounds it to 2 MiB.
const MAX_LENGTH_BYTES = 3;
const SHORTEST_HEADER_BYTES = CRC_BYTES + 3;

const HAS_EXTRA = 0x01;
const HAS_DATA = 0x02;

/** A header of RAR 5, its checksum proven, its data wholly in the archive. */
export interface Rar5Header {
  readonly type: number;
  readonly flags: number;
  /** What is special to its type, without the extra area. */
  readonly fields: HeaderBytes;
  readonly extra: Uint8Array;
  readonly dataOffset: number;
  readonly dataSize: number;
}

/** The header at `position`; fails with `archive-invalid` where none is whole. */
export function readRar5Header(archive: ArchiveBytes, position: number): Rar5Header {
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
