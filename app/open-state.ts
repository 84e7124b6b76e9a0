import { EventHub } from '../main/kit/event-hub.ts';
import type { Logger } from '../main/kit/logger.ts';
import { openStore } from '../main/store/open-store.ts';
import { lockState } from '../main/store/state-lock.ts';
import type { Store } from '../main/store/store.ts';
import type { EngineEvent } from '../shared/events.ts';
import type { Flags } from './flags.ts';
import { stateFolderOf } from './settings.ts';

/** What this peer has chosen and remembered, and where it is told what goes wrong with that. */
export interface OpenState {
  readonly events: EventHub<EngineEvent>;
  readonly stateFolder: string;
  readonly store: Store;
  readonly onFault: (error: unknown) => void;
}

/** Opens the state folder for this process alone; the first step of every start. */
export async function openState(flags: Flags, log: Logger): Promise<OpenState> {
  const onFault = (error: unknown): void => {
    log.error({ err: error }, 'a fault that was contained');
  };
  const events = new EventHub<EngineEvent>(onFault);
  const stateFolder = stateFolderOf(flags);
  // Held until the process ends, in whatever way it does.
  await lockState(stateFolder);
  const store = openStore(stateFolder, {
    onProblem: (problem) => {
      events.emit({ type: 'diagnostic', ...problem });
    },
  });
  return { events, stateFolder, store, onFault };
}
