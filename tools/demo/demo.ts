import { say } from '../child.mjs';
import { hasDisplay } from '../display.mjs';
import { demoAsText } from './as-text.ts';
import { demoInWindow } from './in-window.ts';

const DEMO = '--demo';
const WITHOUT_WINDOW = '--without-window';

// A private party on this PC: in the window where there can be one, else told as text. What is no
// flag of the demo is one for the window.
const flags = process.argv.slice(2);
const isWindowWanted = !flags.includes(WITHOUT_WINDOW);
if (isWindowWanted && !hasDisplay()) {
  say('There is no display to open a window on, so here is the demo without one.');
}
process.exitCode =
  isWindowWanted && hasDisplay()
    ? await demoInWindow(flags.filter((flag) => flag !== DEMO))
    : await demoAsText();
