import { invalidArchive } from '../refusal.ts';
import { entryKind, isPlainUnixMode, utf8Name } from './entry-facts.ts';
import { HeaderBytes } from './header-bytes.ts';
import { type RarEntry } from './rar-listing.ts';
import { RAR5_HEADER, type Rar5Header } from './rar5-header.ts';

const CONTINUES_FROM_OR_IN_VOLUME = 0x18;

const IS_FOLDER = 0x01;
const HAS_TIME = 0x02;
const HAS_CRC = 0x04;
const SIZE_IS_UNKNOWN = 0x08;

const TIME_BYTES = 4;
const VERSION_MASK = 0x3f;
const SMALLEST_DICTIONARY_BYTES = 128 * 1024;
const HOST_UNIX = 1;

const ENCRYPTION_RECORD = 1;
const HASH_RECORD = 2;
const VERSION_RECORD = 4;
const REDIRECTION_RECORD = 5;

/** The entry that a file or service header describes. */
export function rar5Entry(header: Rar5Header, label: string): RarEntry {
  const { fields } = header;
  const fileFlags = fields.flags();
  const size = fields.vint();
  const attributes = fields.vint();
  if ((fileFlags & HAS_TIME) !== 0) fields.skip(TIME_BYTES);
  const crc32 = (fileFlags & HAS_CRC) === 0 ? undefined : fields.uint32();
  const compression = readCompression(fields, label);
  const isUnix = fields.vint() === HOST_UNIX;
  const path = utf8Name(fields.take(fields.vint()));
  const records = extraRecords(header, label);
  if (records.has(VERSION_RECORD)) throw invalidArchive(label, 'keeps old versions of its files');

  const isLink = records.has(REDIRECTION_RECORD) || (isUnix && !isPlainUnixMode(attributes));
  return {
    path,
    kind: entryKind(isLink, (fileFlags & IS_FOLDER) !== 0),
    size: (fileFlags & SIZE_IS_UNKNOWN) === 0 ? size : undefined,
    packedSize: header.dataSize,
    dataOffset: header.dataOffset,
    ...compression,
    isEncrypted: records.has(ENCRYPTION_RECORD),
    isSplit: (header.flags & CONTINUES_FROM_OR_IN_VOLUME) !== 0,
    crc32: records.has(HASH_RECORD) ? undefined : crc32,
    hasChecksum: crc32 !== undefined || records.has(HASH_RECORD),
  };
}

function readCompression(
  fields: HeaderBytes,
  label: string,
): Pick<RarEntry, 'isStored' | 'dictionaryBytes'> {
  const word = fields.flags();
  // Version 1 means RAR 7, whose dictionaries the library can't read.
  if ((word & VERSION_MASK) !== 0) throw invalidArchive(label, 'was made by a newer RAR');
  return {
    isStored: ((word >>> 7) & 7) === 0,
    dictionaryBytes: SMALLEST_DICTIONARY_BYTES * 2 ** ((word >>> 10) & 15),
  };
}

function extraRecords(header: Rar5Header, label: string): ReadonlySet<number> {
  const types = new Set<number>();
  // Older RARs write a wrong length into the records of services, and nothing of them matters here.
  if (header.type === RAR5_HEADER.service) return types;
  const extra = new HeaderBytes(header.extra, label);
  while (extra.remaining > 0) {
    const record = new HeaderBytes(extra.take(extra.vint()), label);
    types.add(record.vint());
  }
  return types;
}
