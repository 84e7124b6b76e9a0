import type { PersonRow, SelfRow } from '../../shared/window/state.ts';
import { blockedPeople } from './blocked-people.ts';

/** What keeps this PC from others, the worst first. */
export type OwnTrouble =
  | { readonly type: 'blocked-here' }
  | { readonly type: 'blocked-both'; readonly names: readonly string[] }
  | { readonly type: 'slow-here' };

/** The one thing to say of this PC, whoever has noticed it; undefined where all is well. */
export function ownTrouble(
  people: Readonly<Record<string, PersonRow>>,
  { outOfReach: names }: Pick<SelfRow, 'outOfReach'>,
): OwnTrouble | undefined {
  if (blockedPeople(people).length > 0) return { type: 'blocked-here' };
  if (names.length > 0) return { type: 'blocked-both', names };
  const isSlow = Object.values(people).some(({ link }) => link === 'slow-here');
  return isSlow ? { type: 'slow-here' } : undefined;
}
