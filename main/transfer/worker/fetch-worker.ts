import { parentPort, workerData } from 'node:worker_threads';
import { LanspreadError, toFailure } from '../../../shared/errors.ts';
import { FetchHost } from './fetch-host.ts';
import type { FetchCommand, FetchReport, FetchSetup } from '../fetch-messages.ts';

// What main hands over at the start is its own data and needs no check.
const host = new FetchHost(workerData as FetchSetup, tell);
const asked = new Map<number, AbortController>();

parentPort?.on('message', (command: FetchCommand) => {
  if (command.type === 'ask') void answer(command);
  else if (command.type === 'cancel') asked.get(command.askId)?.abort(cancelled());
  else if (command.type === 'leave') process.exit();
  else host.obey(command);
});

async function answer({ askId, question }: FetchCommand & { type: 'ask' }): Promise<void> {
  const cancel = new AbortController();
  asked.set(askId, cancel);
  try {
    tell({ type: 'answer', askId, answer: await host.answer(question, cancel.signal) });
  } catch (error) {
    // A bug ends this worker, so that main hears of it with its stack, and starts a fresh one.
    if (!(error instanceof LanspreadError)) throw error;
    tell({ type: 'failed', askId, failure: toFailure(error) });
  } finally {
    asked.delete(askId);
  }
}

function tell(report: FetchReport): void {
  parentPort?.postMessage(report);
}

function cancelled(): LanspreadError {
  return new LanspreadError('cancelled', 'It was cancelled.');
}
