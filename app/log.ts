import pino from 'pino';
import { systemClock } from '../main/kit/clock.ts';
import type { Logger } from '../main/kit/logger.ts';
import { escapeUnprintable } from '../main/kit/unprintable.ts';
import type { LogLevel } from './flags.ts';
import { LogLimit } from './log-limit.ts';

const STDERR = 2;

/**
 * The log: JSON lines on stderr, so that stdout stays clean and strangers' text stays escaped; within
 * limits, so that no stranger can fill a disk with it.
 */
export function createLog(level: LogLevel): Logger {
  const stderr = pino.destination({ dest: STDERR, sync: true });
  const limit = new LogLimit(() => systemClock.monotonicMs());
  const write = (line: string): void => {
    for (const passed of limit.pass(escapeUnprintable(line.trimEnd()))) stderr.write(passed);
  };
  return pino({ level, base: null }, { write });
}
