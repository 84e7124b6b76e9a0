import { runToEnd, say } from './child.mjs';
import { hasDisplay } from './display.mjs';
import { windowCommand } from './electron/window-command.mjs';
import { setUp } from './setup.mjs';

/** Sets up what is missing, then opens the window on the player's own folders. */
async function openWindow(flags) {
  if (!hasDisplay()) {
    say('There is no display to open a window on. npm run demo shows the program without one.');
    return 1;
  }
  const window = setUp() ? windowCommand() : undefined;
  if (window === undefined) return 1;
  return runToEnd(window.command, [...window.args, ...flags], { env: window.env });
}

process.exitCode = await openWindow(process.argv.slice(2));
