import { EventHub } from '../main/kit/event-hub.ts';
import type { Logger } from '../main/kit/logger.ts';
import { openStoreWhenFree } from '../main/store/open-store.ts';
import { lockState } from '../main/store/state-lock.ts';
import type { Store } from '../main/store/store.ts';
import type { EngineEvent } from '../shared/events.ts';
import type { Failure } from '../shared/errors.ts';
import type { Flags } from './flags.ts';
import { stateFolderOf } from './settings.ts';

/** What this peer has chosen and remembered, and where it is told what goes wrong with that. */
export interface OpenState {
  readonly events: EventHub<EngineEvent>;
  readonly stateFolder: string;
  readonly store: Store;
  readonly onFault: (error: unknown) => void;
  /** Tells what was wrong when it was opened; later problems are told as they come. */
  readonly tellProblems: () => void;
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
  const problems = new Problems(events);
  const store = await openStoreWhenFree(stateFolder, {
    onProblem: (problem) => {
      problems.add(problem);
    },
  });
  const tellProblems = (): void => {
    problems.tell();
  };
  return { events, stateFolder, store, onFault, tellProblems };
}

// The state folder is opened before anyone listens, and what is wrong with it must not be lost.
class Problems {
  readonly #events: EventHub<EngineEvent>;
  #untold: Failure[] | undefined = [];

  constructor(events: EventHub<EngineEvent>) {
    this.#events = events;
  }

  add(problem: Failure): void {
    if (this.#untold) this.#untold.push(problem);
    else this.#events.emit({ type: 'diagnostic', ...problem });
  }

  tell(): void {
    const untold = this.#untold ?? [];
    this.#untold = undefined;
    for (const problem of untold) this.add(problem);
  }
}
