import type { GameId } from '../../shared/domain/ids.ts';
import type { Reply } from '../../shared/reply.ts';
import type { WindowCommandInput, WindowCommandName } from '../../shared/window/window-commands.ts';
import type { WindowSettings } from '../../shared/window/settings.ts';
import { lanspread } from '../bridge.ts';
import { tell } from './ui-store.ts';

/** Asks main for something; the answer tells a failure instead of throwing it. */
export async function ask<Name extends WindowCommandName>(
  name: Name,
  params: WindowCommandInput<Name>,
): Promise<Reply<unknown>> {
  try {
    return await lanspread().run(name, params);
  } catch {
    const message = 'Lanspread did not answer. Close it and start it again.';
    return { ok: false, error: { code: 'internal', message } };
  }
}

/** Asks main for something, and tells the player where it is refused. */
export async function send<Name extends WindowCommandName>(
  name: Name,
  params: WindowCommandInput<Name>,
  gameId?: GameId,
): Promise<void> {
  const reply = await ask(name, params);
  // Who stopped something knows that it stopped.
  if (!reply.ok && reply.error.code !== 'cancelled') {
    tell({ type: 'refused', failure: reply.error, gameId });
  }
}

/** Changes one or more settings; the window shows them once main has them. */
export function changeSettings(settings: Partial<WindowSettings>): void {
  void send('change-settings', settings);
}
