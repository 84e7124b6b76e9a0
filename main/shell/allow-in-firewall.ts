import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LanspreadError } from '../../shared/errors.ts';
import { systemFolder } from '../kit/windows.ts';
import { firewallCommand } from './firewall-rule.ts';

const run = promisify(execFile);

/** Somebody has to find the question of Windows and a password, in milliseconds. */
const PATIENCE_MS = 120_000;

let isAsking = false;

/**
 * Lets other PCs in to this program through Windows Firewall; Windows asks for an administrator once.
 * Fails with `bad-argument` on other systems, `operation-active` while it asks already and `io-error`
 * where nothing has changed.
 */
export async function allowInFirewall(): Promise<void> {
  if (process.platform !== 'win32') throw onlyOnWindows();
  if (isAsking) throw asksAlready();
  isAsking = true;
  try {
    const { file, args } = firewallCommand(systemFolder(), process.execPath);
    await run(file, args, { timeout: PATIENCE_MS, windowsHide: true });
  } catch (error) {
    throw notChanged(error);
  } finally {
    isAsking = false;
  }
}

function onlyOnWindows(): LanspreadError {
  return new LanspreadError(
    'bad-argument',
    'Only the firewall of Windows can be changed from here. Allow Lanspread in the settings of this system.',
  );
}

function asksAlready(): LanspreadError {
  return new LanspreadError(
    'operation-active',
    'Windows is asking already. Look for its question behind other windows.',
  );
}

function notChanged(cause: unknown): LanspreadError {
  return new LanspreadError(
    'io-error',
    'Windows Firewall was not changed. Try again, or tick Lanspread under Windows Security, Firewall, Allow an app.',
    { cause },
  );
}
