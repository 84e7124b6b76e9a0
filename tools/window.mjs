import { root, runToEnd, say } from './child.mjs';
import { hasDisplay } from './display.mjs';
import { electronCommand } from './electron/command.mjs';
import { setUp } from './setup.mjs';

/** Sets up what is missing, then opens the window on the player's own folders. */
async function openWindow(flags) {
  if (!hasDisplay()) {
    say('There is no display to open a window on. npm run demo shows the program without one.');
    return 1;
  }
  const program = setUp() ? electronCommand(root) : undefined;
  if (program === undefined) return 1;
  return runToEnd(program.command, [...program.args, ...flags], { env: program.env });
}

process.exitCode = await openWindow(process.argv.slice(2));
