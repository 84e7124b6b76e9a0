import { fileURLToPath } from 'node:url';
import { runQuietly, say } from '../child.mjs';
import { ensureElectron } from './choose.mjs';

const APP = fileURLToPath(new URL('smoke-app', import.meta.url));
const FLAGS = ['--ozone-platform=headless', '--no-sandbox'];
const LIMIT_MS = 60_000;

// Shows that the Electron of this machine runs without a display, and what it runs.
const { executable, env } = await ensureElectron();
const { ok, output } = runQuietly(executable, [...FLAGS, APP, '--cli'], {
  input: 'a line\n',
  stdio: 'pipe',
  timeout: LIMIT_MS,
  env: { ...process.env, ...env },
});
// Chromium complains on stderr about the display it was told to do without.
say(ok ? output.split('\n').find((line) => line.startsWith('{')) : output.trimEnd());
if (!ok) process.exitCode = 1;
