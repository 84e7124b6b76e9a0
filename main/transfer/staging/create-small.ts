import { closeSync, openSync, writeSync } from 'node:fs';
import { hasCode } from '../../kit/disk/errno.ts';
import { CREATE } from './open-flags.ts';

/**
 * Makes a small file, fills it, and gives its descriptor: it is not durable yet. Undefined where
 * something is there already. Blocks: for small files a trip to another thread takes several times as long.
 */
export function createSmall(place: string, bytes: Uint8Array): number | undefined {
  const descriptor = openNew(place);
  if (descriptor === undefined) return undefined;
  try {
    writeAll(descriptor, bytes);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openNew(place: string): number | undefined {
  try {
    return openSync(place, CREATE);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return undefined;
    throw error;
  }
}

// A disk that fills up may take a part first and fail then.
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.byteLength;) {
    const written = writeSync(descriptor, bytes, done, bytes.byteLength - done, done);
    if (written === 0) throw Object.assign(new Error('nothing written'), { code: 'ENOSPC' });
    done += written;
  }
}
