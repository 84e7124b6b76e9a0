import { type Failure } from '../../shared/errors.ts';
import { type UnpackedFile, type UnpackJob } from './installer.ts';

/** What an unpack worker is started for: one of these, then it ends. */
export type UnpackRequest =
  | { readonly type: 'measure'; readonly archive: string; readonly label: string }
  | { readonly type: 'unpack'; readonly job: UnpackJob };

/** A sign of life, about ten a second. */
export type UnpackProgress =
  | { readonly type: 'checking' }
  | { readonly type: 'unpacking'; readonly bytesDone: number; readonly bytesTotal: number }
  | { readonly type: 'flushing' };

/** How a job ended; the last word of a worker. */
export type UnpackOutcome =
  | { readonly type: 'measured'; readonly bytes: number }
  | { readonly type: 'unpacked'; readonly files: readonly UnpackedFile[] }
  /** `detail` is for the log: the stack of what nobody foresaw. */
  | { readonly type: 'failed'; readonly failure: Failure; readonly detail?: string | undefined };

/** What a worker says. */
export type UnpackReport = UnpackProgress | UnpackOutcome;
