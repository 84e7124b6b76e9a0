import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { LOG_BURST, MAX_LOG_LINE } from './log-limit.ts';

const run = promisify(execFile);
const LOG = new URL('./log.ts', import.meta.url).href;
const FLOOD = `
  const { createLog } = await import(${JSON.stringify(LOG)});
  const log = createLog('warn');
  for (let count = 0; count < 2_000; count += 1) {
    log.warn({ name: 'x\\u001b[2J\\u202e'.repeat(count % 500) }, 'a stranger\\nsaid something');
  }`;
// What a slow PC may let through after the burst, a line a second.
const LATER = 60;

it('W19: a flood of lines comes to some, each short, and no terminal obeys any of them', async () => {
  const args = ['--input-type=module', '--no-warnings', '--eval', FLOOD];
  const { stderr, stdout } = await run(process.execPath, args);
  const lines = stderr.trimEnd().split('\n');
  expect(stdout).toBe('');
  expect(lines.length).toBeGreaterThanOrEqual(LOG_BURST);
  expect(lines.length).toBeLessThan(LOG_BURST + LATER);
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(MAX_LOG_LINE);
    expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  }
});
