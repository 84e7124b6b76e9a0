import type { Failure } from '../../../shared/errors.ts';

/** All that is said between the main thread and one kind of worker; plain data each. */
export interface WorkerTalk {
  /** What the worker is asked; each question gets exactly one answer. */
  readonly question: { readonly type: string };
  /** By the type of a question, what its answer is. */
  readonly answers: object;
  /** What the worker is told, and answers nothing to. */
  readonly command: unknown;
  /** What the worker tells unasked. */
  readonly report: unknown;
}

/** The answer to a question. */
export type AnswerTo<
  Talk extends WorkerTalk,
  Question extends Talk['question'],
> = Talk['answers'][Question['type'] & keyof Talk['answers']];

/** What the main thread sends to a worker. */
export type ToWorker<Talk extends WorkerTalk> =
  | { readonly type: 'ask'; readonly askId: number; readonly question: Talk['question'] }
  /** The answer is no longer wanted. */
  | { readonly type: 'cancel'; readonly askId: number }
  | { readonly type: 'command'; readonly command: Talk['command'] }
  /** Ends the thread. */
  | { readonly type: 'leave' };

/** What a worker sends to the main thread. */
export type FromWorker<Talk extends WorkerTalk> =
  | {
      readonly type: 'answer';
      readonly askId: number;
      readonly answer: AnswerTo<Talk, Talk['question']>;
    }
  | {
      readonly type: 'failed';
      readonly askId: number;
      readonly failure: Failure;
      /** The stack, for the log alone. */
      readonly details: string;
    }
  | { readonly type: 'report'; readonly report: Talk['report'] };
