import { peerArguments } from '../../e2e/party/peer.ts';
import { root, say } from '../child.mjs';
import { electronCommand } from '../electron/command.mjs';
import { askedToEnd } from './asked-to-end.ts';
import { DemoFolder } from './demo-folder.ts';
import { DemoParty } from './party.ts';
import { preparePlayer } from './prepare-player.ts';
import { others } from './room.ts';
import { showWindow, type WindowCommand } from './show-window.ts';

/**
 * Opens the window of one PC of a party, until it is closed or this process is asked to end; then all
 * of it goes. Takes more flags for the window, gives the exit code.
 */
export async function demoInWindow(flags: readonly string[]): Promise<number> {
  const window: WindowCommand | undefined = electronCommand(root);
  if (!window) return 1;
  const signal = askedToEnd();
  const folder = await DemoFolder.make();
  const party = new DemoParty(folder.path);
  signal.addEventListener('abort', () => void party.end());
  try {
    const args = [...window.args, ...(await prepareParty(party)), ...flags];
    return await showWindow({ ...window, args }, folder, signal);
  } catch (error) {
    // Whatever was under way then has failed for that reason.
    if (signal.aborted) return 0;
    throw error;
  } finally {
    await party.end();
    await folder.delete();
  }
}

/** Gives the flags that open the player's window on it. */
async function prepareParty(party: DemoParty): Promise<readonly string[]> {
  say(`Inviting ${others.length} PCs to a party on this one …`);
  const [home, peers] = await Promise.all([preparePlayer(party), party.join(others)]);
  const names = others.map(({ name }) => name).join(', ');
  say(`${names} are here. The party is over when you close the window.`);
  return [...peerArguments(home), ...peers.flatMap(({ address }) => ['--connect', address])];
}
