import pino from 'pino';
import type { Logger } from '../main/kit/logger.ts';
import type { LogLevel } from './flags.ts';

const STDERR = 2;

/** The log: JSON lines on stderr, so that stdout stays clean and strangers' text stays escaped. */
export function createLog(level: LogLevel): Logger {
  return pino({ level, base: null }, pino.destination({ dest: STDERR, sync: true }));
}
