import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';

const STARTER = new URL('starter.mjs', import.meta.url).href;

// Says its process id, then what became of the one that started it; gives up after a while.
const WATCHER = `
  import { whenStarterEnds } from ${JSON.stringify(STARTER)};
  whenStarterEnds(() => { console.log('gone'); process.exit(); });
  setTimeout(() => { console.log('still there'); }, 20_000);
  console.log('watching');
`;

// A process whose child inherits its output; `depth` of them, and the last one watches.
function chain(depth: number): string {
  if (depth === 0) return WATCHER;
  const next = JSON.stringify(['--input-type=module', '--eval', chain(depth - 1)]);
  return `
    import { spawn } from 'node:child_process';
    spawn(process.execPath, ${next}, { stdio: 'inherit' });
  `;
}

describe.skipIf(process.platform === 'win32')('what was started', () => {
  it.each([
    { what: 'parent', depth: 1 },
    { what: 'parent’s parent', depth: 2 },
  ])('is told when its $what is killed', async ({ depth }) => {
    const first = spawn(process.execPath, ['--input-type=module', '--eval', chain(depth)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: first.stdout })[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe('watching');
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect((await lines.next()).value).toBe('gone');
  });
});
