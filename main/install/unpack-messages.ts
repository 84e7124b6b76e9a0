import { type UnpackedFile, type UnpackJob } from './installer.ts';

/** What an unpack worker is asked: one of these, once. */
export type UnpackRequest =
  | { readonly type: 'measure'; readonly archive: string; readonly label: string }
  | { readonly type: 'unpack'; readonly job: UnpackJob };

/** A sign of life, about ten a second. */
export type UnpackProgress =
  | { readonly type: 'checking' }
  | { readonly type: 'unpacking'; readonly bytesDone: number; readonly bytesTotal: number }
  | { readonly type: 'flushing' };

/** All that is said between the main thread and an unpack worker. */
export interface UnpackTalk {
  readonly question: UnpackRequest;
  readonly answers: {
    /** The bytes that the archive unpacks to. */
    readonly measure: number;
    readonly unpack: readonly UnpackedFile[];
  };
  readonly command: never;
  readonly report: UnpackProgress;
}
