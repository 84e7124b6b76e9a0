import { giveWay } from '../kit/worker/give-way.ts';
import { WorkerSide } from '../kit/worker/worker-side.ts';
import { ProgressMeter } from './progress-meter.ts';
import { measureArchive, unpackArchive } from './unpack-archive.ts';
import { type UnpackTalk } from './unpack-messages.ts';

giveWay();
// One archive, one thread: what the library leaves behind ends with it. It blocks while it unpacks.
const side = new WorkerSide<UnpackTalk>();
const progress = new ProgressMeter(
  (stage) => {
    side.report(stage);
  },
  () => performance.now(),
);
side.serve({
  answer: (request) =>
    request.type === 'unpack'
      ? unpackArchive(request.job, progress)
      : measureArchive(request.archive, request.label, progress),
});
