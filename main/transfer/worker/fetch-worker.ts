import { workerData } from 'node:worker_threads';
import { giveWay } from '../../kit/worker/give-way.ts';
import { WorkerSide } from '../../kit/worker/worker-side.ts';
import type { FetchStart, FetchTalk } from '../fetch-messages.ts';
import { FetchHost } from './fetch-host.ts';

giveWay();
const side = new WorkerSide<FetchTalk>();
// What main hands over at the start is its own data and needs no check.
const host = new FetchHost(workerData as FetchStart, (report) => {
  side.report(report);
});
side.serve({
  answer: (question, signal) => host.answer(question, signal),
  obey: (command) => {
    host.obey(command);
  },
  // A bug ends this worker, so that main hears of it with its stack, and starts a fresh one.
  onBug: (error) => {
    throw error;
  },
});
