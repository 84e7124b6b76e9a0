import { type ChildProcess, spawn } from 'node:child_process';
import { atEnd } from '../at-end.ts';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const START_LIMIT_MS = 15_000;
const POLL_MS = 50;
const RUN_LIMIT_MS = 120_000;

/** A port of loopback that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

/** Resolves once something listens on a port of loopback; rejects after 15 seconds. */
export async function reachable(port: number): Promise<void> {
  const signal = AbortSignal.timeout(START_LIMIT_MS);
  for (;;) {
    signal.throwIfAborted();
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await delay(POLL_MS);
  }
}

/** Seconds that a program runs; it fails where the program does, and after two minutes. */
export async function secondsOf(program: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: 'ignore', timeout: RUN_LIMIT_MS });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}.`);
  return (performance.now() - start) / 1_000;
}

/** Starts a program that goes on until it is ended. */
export function startQuietly(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...env } });
  const forget = atEnd(() => child.kill('SIGKILL'));
  return child.once('exit', forget);
}

/** Ends a program that was started, if any, and waits until it is gone. */
export async function endChild(child: ChildProcess | undefined): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const cut = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  await gone;
  clearTimeout(cut);
}
