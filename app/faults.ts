import type { Logger } from '../main/kit/logger.ts';

/**
 * The last edge: a fault that nobody caught is logged and the process goes on, since one bad
 * file or peer must not end a party for everyone else on this PC.
 */
export function logFaults(log: Logger): void {
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'a fault that nobody caught');
  });
  process.on('unhandledRejection', (reason) => {
    log.error({ err: reason }, 'a rejection that nobody caught');
  });
}
