import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The checkout, absolute. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const PROJECT_NODE = fileURLToPath(
  new URL(
    `../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`,
    import.meta.url,
  ),
);
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** The Node that the project pins, or undefined before it is installed. */
export function projectNode() {
  return existsSync(PROJECT_NODE) ? PROJECT_NODE : undefined;
}

/** Tells one step to whoever waits; stdout is left to the program that is started. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program to its end and keeps its output: `{ ok, output }`.
 * A program that is not there is not ok, with `missing: true`.
 */
export function runQuietly(command, args, options = {}) {
  const child = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: OUTPUT_BYTES_MAX,
    ...options,
  });
  const output = `${child.stdout ?? ''}${child.stderr ?? ''}`;
  if (child.error !== undefined) {
    return { ok: false, output: child.error.message, missing: child.error.code === 'ENOENT' };
  }
  return { ok: child.status === 0, output, missing: false };
}

/** Runs npm as `runQuietly` does: the npm that started this script, or the one on PATH. */
export function runNpm(args, options = {}) {
  const script = process.env.npm_execpath;
  const starter = process.env.npm_node_execpath ?? process.execPath;
  if (script?.endsWith('.js')) return runQuietly(starter, [script, ...args], options);
  // On Windows npm is a batch file, which only a shell can run; all arguments are our own words.
  return runQuietly('npm', args, { shell: process.platform === 'win32', ...options });
}

/** Runs a program in the foreground; resolves to its exit code, 128 + n after signal n. */
export function runToEnd(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // A terminal sends Ctrl-C to both of us: the child decides when it is over.
  process.on('SIGINT', () => undefined);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
