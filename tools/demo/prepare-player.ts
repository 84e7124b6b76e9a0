import type { PeerHome } from '../../e2e/party/peer.ts';
import { openStore } from '../../main/store/open-store.ts';
import { WINDOW_SETTINGS, type WindowSettings } from '../../shared/window/settings.ts';
import type { DemoParty } from './party.ts';
import { player } from './room.ts';

// No question, no tray: the party is over when the window is closed.
const SETTINGS: Partial<WindowSettings> = { onClose: 'quit' };

/** Makes the player's PC as it was before the party, with its games installed; a window may open there then. */
export async function preparePlayer(party: DemoParty): Promise<PeerHome> {
  const [you] = await party.join([player]);
  if (!you) throw new Error('The player did not come.');
  await Promise.all(player.installed.map((id) => you.run('install', { game_id: id })));
  await party.leave(you);
  keepSettings(you.home.stateDir);
  return you.home;
}

function keepSettings(stateFolder: string): void {
  const store = openStore(stateFolder, {
    onProblem: ({ message }) => {
      throw new Error(message);
    },
  });
  store.settings.put(WINDOW_SETTINGS, JSON.stringify(SETTINGS));
  store.close();
}
