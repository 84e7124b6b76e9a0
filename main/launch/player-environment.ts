/** What starts or steers Electron, Node or this program is nothing for a game. */
const PRIVATE = /^(ELECTRON_|NODE_|LANSPREAD_|npm_)/i;

// A batch file that repeats the name must not read commands out of it.
const UNSAFE_IN_NAMES = /["%&|<>^!`$\\\p{Cc}]/gu;

/** The environment of a game: this program's own, cleaned, with the player's name. */
export function playerEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  playerName: string,
): Readonly<Record<string, string>> {
  const kept = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined || PRIVATE.test(name) ? [] : [[name, value] as const],
  );
  return {
    ...Object.fromEntries(kept),
    LANSPREAD_PLAYER: playerName.replaceAll(UNSAFE_IN_NAMES, '').trim() || 'Player',
  };
}
