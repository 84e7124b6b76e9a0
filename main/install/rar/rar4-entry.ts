import { entryKind, isPlainUnixMode } from './entry-facts.ts';
import { type RarEntry } from './rar-listing.ts';
import { type Rar4Header } from './rar4-header.ts';
import { rar4Name } from './rar4-name.ts';

const SPLIT_BEFORE_OR_AFTER = 0x0003;
const IS_ENCRYPTED = 0x0004;
const WINDOW_MASK = 0x00e0;
const WINDOW_IS_FOLDER = 0x00e0;
const HAS_HIGH_SIZES = 0x0100;
const NAME_IS_UNICODE = 0x0200;

const SMALLEST_DICTIONARY_BYTES = 64 * 1024;
const METHOD_STORED = 0x30;
const HOST_UNIX = 3;
const FIRST_VERSION_WITH_FOLDER_FLAG = 20;
const DOS_FOLDER = 0x10;

const TIME_BYTES = 4;
const UINT32 = 2 ** 32;
const ALL_ONES = UINT32 - 1;

/** The entry that a file or service header of RAR 1.5 to 4 describes. */
export function rar4Entry(header: Rar4Header): RarEntry {
  const { fields, flags } = header;
  const packedLow = fields.uint32();
  const sizeLow = fields.uint32();
  const isUnix = fields.uint8() === HOST_UNIX;
  const crc32 = fields.uint32();
  fields.skip(TIME_BYTES);
  const version = fields.uint8();
  const isStored = fields.uint8() === METHOD_STORED;
  const nameBytes = fields.uint16();
  const attributes = fields.uint32();
  const hasHighSizes = (flags & HAS_HIGH_SIZES) !== 0;
  const packedHigh = hasHighSizes ? fields.uint32() : 0;
  const sizeHigh = hasHighSizes ? fields.uint32() : undefined;
  const path = rar4Name(fields.take(nameBytes), (flags & NAME_IS_UNICODE) !== 0);

  const isLink = isUnix && !isPlainUnixMode(attributes);
  return {
    path,
    kind: entryKind(isLink, isFolder(flags, version, attributes)),
    size: unpackedSize(sizeLow, sizeHigh),
    packedSize: packedHigh * UINT32 + packedLow,
    dataOffset: header.end,
    isStored,
    isEncrypted: (flags & IS_ENCRYPTED) !== 0,
    isSplit: (flags & SPLIT_BEFORE_OR_AFTER) !== 0,
    dictionaryBytes: SMALLEST_DICTIONARY_BYTES * 2 ** ((flags & WINDOW_MASK) >>> 5),
    crc32,
    hasChecksum: true,
  };
}

function isFolder(flags: number, version: number, attributes: number): boolean {
  if ((flags & WINDOW_MASK) === WINDOW_IS_FOLDER) return true;
  return version < FIRST_VERSION_WITH_FOLDER_FLAG && (attributes & DOS_FOLDER) !== 0;
}

/** All ones mean that the size was not known when the header was written. */
function unpackedSize(low: number, high: number | undefined): number | undefined {
  if (low === ALL_ONES && (high === undefined || high === ALL_ONES)) return undefined;
  return (high ?? 0) * UINT32 + low;
}
