import { setTimeout as delay } from 'node:timers/promises';
import { CommandLine } from '../main/cli/command-line.ts';
import { Printer } from '../main/cli/printer.ts';
import { systemClock } from '../main/kit/clock.ts';
import type { Logger } from '../main/kit/logger.ts';
import { LanspreadError } from '../shared/errors.ts';
import { compose, type Composition } from './compose.ts';
import { EXIT, exitFor } from './exit.ts';
import { logFaults } from './faults.ts';
import type { Flags } from './flags.ts';
import { createLog } from './log.ts';
import { openState } from './open-state.ts';
import { packageVersion } from './package-version.ts';

/** After the last line has come in, commands under way get this long to answer. */
const LAST_ANSWERS_MS = 1_000;

/** Runs without a window: JSON lines in on stdin, JSON lines out on stdout, until told to end. */
export async function runHeadless(flags: Flags): Promise<void> {
  const log = createLog(flags.logLevel);
  logFaults(log);
  const stop = stopOnSignals();
  const askToStop = (): void => {
    stop.abort();
  };
  process.stdout.on('error', askToStop);
  try {
    const party = await compose(await openState(flags, log), { flags, log, askToStop });
    await run(party, log, stop);
    await flushStdout();
    process.exit(EXIT.ok);
  } catch (error) {
    const { code, line } = exitFor(error);
    // What was foreseen is said in one line; its stack is for those who ask for it.
    log[error instanceof LanspreadError ? 'debug' : 'error']({ err: error }, 'ended by a failure');
    process.stderr.write(line);
    process.exit(code);
  }
}

async function run(party: Composition, log: Logger, stop: AbortController): Promise<void> {
  const printer = new Printer(process.stdout, systemClock);
  tellStarted(printer);
  party.events.listen((event) => {
    printer.event(event);
  });
  const commands = new CommandLine({
    input: process.stdin,
    printer,
    handlers: party.engine.handlers,
    onBug: (error) => {
      log.error({ err: error }, 'a command failed in a way nobody foresaw');
    },
  });
  const endOfInput = commands
    .run()
    .then(() => Promise.race([commands.settle(), delay(LAST_ANSWERS_MS)]));
  try {
    await Promise.race([party.start().then(() => endOfInput), aborted(stop.signal)]);
  } finally {
    await party.stop();
  }
  await commands.settle();
}

function tellStarted(printer: Printer): void {
  printer.named('cli-started', {
    version: packageVersion(),
    pid: process.pid,
    node: process.versions.node,
    electron: process.versions.electron,
  });
}

// The first signal ends in order, with goodbye; the second at once.
function stopOnSignals(): AbortController {
  const stop = new AbortController();
  const end = (): void => {
    if (stop.signal.aborted) process.exit(EXIT.ok);
    stop.abort();
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  return stop;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

async function flushStdout(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.stdout.write('', () => {
      resolve();
    });
  });
}
