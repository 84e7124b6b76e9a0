import { WorkerSide } from '../kit/worker/worker-side.ts';
import { blockingDisk } from './blocking-disk.ts';
import { DiskGameFolder } from './disk-game-folder.ts';
import type { SwitchTalk } from './switch-thread.ts';

const side = new WorkerSide<SwitchTalk>();
side.serve({
  answer: ({ job: { folder, outline, facts } }) =>
    new DiskGameFolder(blockingDisk()).switchToStaged(folder, outline, facts),
});
