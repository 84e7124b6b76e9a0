import type { PeerId } from '../../../shared/domain/ids.ts';

/** What the rule needs to know of a session. */
export interface SessionFacts {
  /** `out`: this end has opened it. */
  readonly direction: 'in' | 'out';
  /** The other end's random number, new with each start of its process. */
  readonly instance: number;
}

/**
 * Which of two sessions with the same peer stays, said so that both ends come to the same answer.
 * A newcomer wins after a restart of the other end, and when the same end opened both: that end
 * would not have, had it still thought the old one alive. When both ends have dialled at once, the
 * session that the smaller id has opened stays.
 */
export function survivor(
  existing: SessionFacts,
  newcomer: SessionFacts,
  ids: { readonly own: PeerId; readonly peer: PeerId },
): 'existing' | 'newcomer' {
  if (existing.instance !== newcomer.instance) return 'newcomer';
  if (existing.direction === newcomer.direction) return 'newcomer';
  const smallerOpened = ids.own < ids.peer ? 'out' : 'in';
  return existing.direction === smallerOpened ? 'existing' : 'newcomer';
}
