import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const SUBJECT = new URL('./never-compile-wrappers.ts', import.meta.url).href;
const LIMIT_MS = 30_000;

/** A module whose `go` calls the imported `a.f` as often as it is told. */
const MODULE = [
  [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  // Type 0: takes an i32. Import 0: a.f, of it. Function 1, of it, exported as `go`.
  [1, 5, 1, 0x60, 1, 0x7f, 0],
  [2, 7, 1, 1, 0x61, 1, 0x66, 0, 0],
  [3, 2, 1, 0],
  [7, 6, 1, 2, 0x67, 0x6f, 0, 1],
  // loop: f(n); n -= 1; again where n is not 0.
  [
    10, 20, 1, 18, 0, 3, 0x40, 0x20, 0, 0x10, 0, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b,
    0x0b,
  ],
].flat();

// V8 compiles a wrapper after 1,000 calls, unless it is told otherwise.
const CALLS = `
  const module = new WebAssembly.Module(new Uint8Array([${MODULE.join()}]));
  new WebAssembly.Instance(module, { a: { f: () => undefined } }).exports.go(5000);
`;

describe('calls out of WebAssembly', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanspread-wrappers-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('go by no wrapper that V8 compiles, shares among threads and may fail to free', async () => {
    const told = `import { neverCompileWrappers } from '${SUBJECT}'; neverCompileWrappers();`;
    expect(await compiledBy(`${told} ${CALLS}`)).not.toContain('wasm-to-js');
    expect(await compiledBy(CALLS)).toContain('wasm-to-js');
  });

  /** Names of what V8 says that it compiled for a program. */
  async function compiledBy(program: string): Promise<readonly string[]> {
    const logged = ['--log-code', `--logfile=${join(folder, 'code.log')}`];
    await run(process.execPath, [...logged, '--input-type=module', '--eval', program], {
      timeout: LIMIT_MS,
    });
    const logs = (await readdir(folder)).map((name) => join(folder, name));
    const lines = (await Promise.all(logs.map((log) => readFile(log, 'utf8'))))
      .join('')
      .split('\n');
    await Promise.all(logs.map((log) => rm(log)));
    const code = lines.filter((line) => line.startsWith('code-creation,'));
    return code.map((line) => line.split(',')[6] ?? '');
  }
});
