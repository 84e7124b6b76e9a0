import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockState } from './state-lock.ts';

const MODULE = new URL('./state-lock.ts', import.meta.url).href;
const HOLD_IT = `
  const { lockState } = await import(${JSON.stringify(MODULE)});
  const lock = await lockState(process.argv[1]);
  process.stdout.write('locked');
  process.stdin.resume().on('end', () => lock.release());`;

describe('a state folder', () => {
  let parent: string;
  let folder: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'lanspread-lock-'));
    folder = join(parent, 'state');
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('is made for its user only, and is free again after the release', async () => {
    (await lockState(folder)).release();
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    (await lockState(folder)).release();
  });

  it('is refused to a second process, until the first one is killed', async () => {
    const holder = await hold();
    await expect(lockState(folder)).rejects.toMatchObject({
      code: 'operation-active',
      message: expect.stringContaining('already running') as string,
    });
    const exit = once(holder, 'exit');
    holder.kill('SIGKILL');
    await exit;
    (await lockState(folder)).release();
  });

  it('is refused a second time within one process', async () => {
    const lock = await lockState(folder);
    await expect(lockState(folder)).rejects.toMatchObject({ code: 'operation-active' });
    lock.release();
  });

  it('can be claimed where the lock is no database any more', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'lock.db'), 'no database '.repeat(1000));
    (await lockState(folder)).release();
  });

  it('fails clearly where a file is in its place', async () => {
    await writeFile(folder, '');
    await expect(lockState(folder)).rejects.toMatchObject({
      code: 'io-error',
      message: expect.not.stringContaining(parent) as string,
    });
  });

  async function hold(): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD_IT, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  }
});
