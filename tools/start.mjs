import { join } from 'node:path';
import { projectNode, root, runToEnd } from './child.mjs';
import { setUp } from './setup.mjs';

// Sets up what is missing, then shows the program at work. The window takes this place.
if (setUp()) {
  process.exitCode = await runToEnd(projectNode(), [
    join(root, 'tools', 'demo', 'demo.ts'),
    ...process.argv.slice(2),
  ]);
} else {
  process.exitCode = 1;
}
