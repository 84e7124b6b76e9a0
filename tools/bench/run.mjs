import { join } from 'node:path';
import { projectNode, root, runToEnd } from '../child.mjs';
import { setUp } from '../setup.mjs';

if (setUp()) {
  process.exitCode = await runToEnd(projectNode(), [
    join(root, 'tools', 'bench', 'bench.ts'),
    ...process.argv.slice(2),
  ]);
} else {
  process.exitCode = 1;
}
