import type { ReactElement } from 'react';

export interface AvatarProps {
  readonly name: string;
  /** The same text gives the same colour. */
  readonly seed: string;
}

/** How many colours there are; the styles name each. */
const COLOURS = 8;

/** The first letter of a name, in a colour of its own. */
export function Avatar({ name, seed }: AvatarProps): ReactElement {
  const sum = Array.from(seed, (letter) => letter.codePointAt(0) ?? 0).reduce((a, b) => a + b, 0);
  return (
    <span className="avatar" data-colour={sum % COLOURS} aria-hidden>
      {Array.from(name.trim())[0]?.toUpperCase() ?? '?'}
    </span>
  );
}
