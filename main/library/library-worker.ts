import { parentPort } from 'node:worker_threads';
import { JobDesk } from './job-desk.ts';
import type { ToLibraryWorker } from './library-jobs.ts';

const desk = new JobDesk((message) => {
  parentPort?.postMessage(message);
});
parentPort?.on('message', (message: ToLibraryWorker) => {
  desk.take(message);
});
