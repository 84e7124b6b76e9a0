import { WorkerSide } from '../kit/worker/worker-side.ts';
import { JobDesk } from './job-desk.ts';
import type { LibraryTalk } from './library-jobs.ts';

const side = new WorkerSide<LibraryTalk>();
const desk = new JobDesk((report) => {
  side.report(report);
});
side.serve({ answer: (job, signal) => desk.run(job, signal) });
