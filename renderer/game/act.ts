import type { CommandResult } from '../../shared/commands.ts';
import type { GameCard } from '../../shared/window/state.ts';
import { mainAction, type MainAction } from '../state/card-look.ts';
import { undoRemoval } from '../state/removals.ts';
import { ask, send } from '../state/send.ts';
import { tell } from '../state/ui-store.ts';

/** Asks for a game's newest version, installed. */
export function fetchGame({ id }: GameCard): void {
  // Its end is told by the state, so nothing here waits for it.
  void send('download', { gameId: id, wait: false, patient: true }, id);
}

/** Fetches what is broken of the own copy; what is installed from it stays as it is. */
export function repairGame(card: GameCard): void {
  const { id, state } = card;
  // A newer version takes the place of a damaged old one, and is installed like any update.
  const install = state === 'installed' || state === 'update';
  void send('download', { gameId: id, install, wait: false, patient: true }, id);
}

/** Does what a game's main button says. */
export function act(card: GameCard, action: MainAction | 'undo'): void {
  ACTS[action](card);
}

/** Tries again what failed last. */
export function tryAgain(card: GameCard): void {
  act(card, mainAction(card));
}

/** Starts an installed game, and says where it does not start. */
export async function play({ id }: GameCard): Promise<void> {
  const reply = await ask('play', { gameId: id });
  if (!reply.ok) tell({ type: 'not-started', failure: reply.error, gameId: id });
}

/** Has every file of the own copy read and compared, and tells what came of it. */
export async function verifyGame({ id }: GameCard): Promise<void> {
  const reply = await ask('verify', { gameId: id });
  if (reply.ok) {
    tell({ type: 'verified', gameId: id, wrongFiles: countWrongFiles(reply.data) });
  } else if (reply.error.code !== 'cancelled') {
    tell({ type: 'refused', failure: reply.error, gameId: id });
  }
}

function countWrongFiles(verification: unknown): number {
  // Main's own answer, of the type that the table of commands gives it.
  const { files } = verification as CommandResult<'verify'>;
  return files.filter(({ state }) => state !== 'ok').length;
}

const ACTS: Readonly<Record<MainAction | 'undo', (card: GameCard) => void>> = {
  install: (card) => {
    if (card.state === 'downloaded') void send('install', { gameId: card.id }, card.id);
    else fetchGame(card);
  },
  repair: repairGame,
  update: fetchGame,
  play: (card) => void play(card),
  stop: ({ id }) => void send('stop-game', { gameId: id }, id),
  cancel: ({ id }) => void send('cancel', { gameId: id }, id),
  resume: ({ id }) => void send('resume', { gameId: id }, id),
  undo: ({ id }) => {
    undoRemoval(id);
  },
  wait: () => undefined,
  nothing: () => undefined,
};
