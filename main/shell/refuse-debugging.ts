import { app } from 'electron';

/** Chromium's ways to let another program look into pages and steer them. */
const DEBUGGING_SWITCHES = ['remote-debugging-port', 'remote-debugging-pipe'];

/**
 * Keeps a packaged program from being steered from outside; Node's ways in are closed by fuses.
 * Has to be done before Electron is ready.
 */
export function refuseDebugging(): void {
  if (!app.isPackaged) return;
  for (const name of DEBUGGING_SWITCHES) app.commandLine.removeSwitch(name);
}
