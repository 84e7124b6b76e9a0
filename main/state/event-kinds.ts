import type { EngineEvent } from '../../shared/events.ts';

type Type = EngineEvent['type'];

/** Some work on a game has failed. */
export const FAILURES = ['download-failed', 'install-failed', 'uninstall-failed'] as const;

/** Some work on a game has ended well. */
export const SUCCESSES = [
  'download-finished',
  'install-finished',
  'uninstall-finished',
] as const satisfies readonly Type[];

/** Whether an event is of one of these types. */
export function isOf<T extends Type>(
  event: EngineEvent,
  types: readonly T[],
): event is Extract<EngineEvent, { type: T }> {
  return (types as readonly Type[]).includes(event.type);
}

/** Whether something failed, and not because the player or the end of the program stopped it. */
export function isRealFailure(
  event: EngineEvent,
): event is Extract<EngineEvent, { type: (typeof FAILURES)[number] }> {
  if (!isOf(event, FAILURES)) return false;
  return event.code !== 'cancelled' && event.code !== 'shutting-down';
}
