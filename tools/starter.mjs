import { runQuietly } from './child.mjs';

const LOOK_MS = 500;

/**
 * Tells once what started this process is gone: its parent, or the npm behind that. A killed npm takes
 * neither its shell nor us along.
 */
export function whenStarterEnds(tell) {
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === undefined || isThere(grandparent))) return;
    clearInterval(timer);
    tell();
  }, LOOK_MS);
  timer.unref();
}

// Undefined where the system does not tell, as Windows, or where it is the first process of all.
function parentOf(pid) {
  const { ok, output } = runQuietly('ps', ['-o', 'ppid=', '-p', String(pid)]);
  const parent = ok ? Number(output) : 0;
  return parent > 1 ? parent : undefined;
}

function isThere(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Another user's process can't be signalled, but it is there.
    return error.code === 'EPERM';
  }
}
