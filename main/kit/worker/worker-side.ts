import { parentPort } from 'node:worker_threads';
import { LanspreadError, toFailure } from '../../../shared/errors.ts';
import type { AnswerTo, FromWorker, ToWorker, WorkerTalk } from './worker-messages.ts';

export interface WorkerSideDeps<Talk extends WorkerTalk> {
  /** Its failure, foreseen or not, crosses to who asked. */
  readonly answer: (
    question: Talk['question'],
    signal: AbortSignal,
  ) => Promise<AnswerTo<Talk, Talk['question']>>;
  readonly obey?: (command: Talk['command']) => void;
  /** Told of what nobody foresaw in an answer; where it throws that, the worker dies of it. */
  readonly onBug?: (error: unknown) => void;
}

/** The worker's end of a `WorkerLink`; make one a worker. */
export class WorkerSide<Talk extends WorkerTalk> {
  readonly #asked = new Map<number, AbortController>();

  /** Starts to hear; what was said before is not lost. */
  serve(deps: WorkerSideDeps<Talk>): void {
    parentPort?.on('message', (message: ToWorker<Talk>) => {
      switch (message.type) {
        case 'ask':
          void this.#answer(message, deps);
          return;
        case 'cancel':
          this.#asked.get(message.askId)?.abort(cancelled());
          return;
        case 'command':
          deps.obey?.(message.command);
          return;
        case 'leave':
          process.exit();
      }
    });
  }

  report(report: Talk['report']): void {
    post<Talk>({ type: 'report', report });
  }

  async #answer(
    { askId, question }: ToWorker<Talk> & { type: 'ask' },
    { answer, onBug }: WorkerSideDeps<Talk>,
  ): Promise<void> {
    const cancel = new AbortController();
    this.#asked.set(askId, cancel);
    try {
      post<Talk>({ type: 'answer', askId, answer: await answer(question, cancel.signal) });
    } catch (error) {
      if (!(error instanceof LanspreadError)) onBug?.(error);
      const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
      post<Talk>({ type: 'failed', askId, failure: toFailure(error), details });
    } finally {
      this.#asked.delete(askId);
    }
  }
}

function post<Talk extends WorkerTalk>(message: FromWorker<Talk>): void {
  parentPort?.postMessage(message);
}

function cancelled(): LanspreadError {
  return new LanspreadError('cancelled', 'It was cancelled.');
}
