import { UnrarError, type FailReason } from 'node-unrar-js';
import { damagedArchive, invalidArchive, quoted, unsafeArchive } from './refusal.ts';

const ENCRYPTED: readonly FailReason[] = ['ERAR_MISSING_PASSWORD', 'ERAR_BAD_PASSWORD'];

/** The failure that an error out of the library means for the archive; what is no fault of it stays as it is. */
export function libraryFailure(error: unknown, label: string): unknown {
  if (error instanceof UnrarError) return unrarFailure(error, label);
  // The library's own code stumbled: its memory or its stack ran out of bounds.
  const isTrap = error instanceof Error && error.name === 'RuntimeError';
  if (isTrap || error instanceof RangeError) {
    return damagedArchive(label, 'can be read by no unpacker', error);
  }
  return error;
}

function unrarFailure(error: UnrarError, label: string): Error {
  if (error.reason === 'ERAR_NO_MEMORY') {
    return unsafeArchive(label, 'it needs more memory than unpacking may take');
  }
  if (ENCRYPTED.includes(error.reason)) return invalidArchive(label, 'is encrypted');
  if (error.reason === 'ERAR_UNKNOWN_FORMAT') {
    return invalidArchive(label, 'is of an unknown kind of RAR');
  }
  const what = error.file === undefined ? 'can' : `holds bytes of ${quoted(error.file)} that can`;
  return damagedArchive(label, `${what} not be unpacked`, error);
}
