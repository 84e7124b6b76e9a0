import { spawnSync } from 'node:child_process';

/** Whether a program can be started here; `option` is one that it answers and ends. */
export function isInstalled(program: string, option = '--version'): boolean {
  return spawnSync(program, [option], { stdio: 'ignore' }).status === 0;
}
