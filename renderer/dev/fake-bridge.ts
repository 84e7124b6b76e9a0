import type { Reply } from '../../shared/reply.ts';
import type { LanspreadBridge } from '../../shared/window/bridge.ts';
import { writeFrame } from '../../shared/window/frame-text.ts';
import { applyChange, type AppState, type Change } from '../../shared/window/state.ts';
import type { WindowCommandInput, WindowCommandName } from '../../shared/window/window-commands.ts';
import { afterCommand } from './after-command.ts';
import { afterTick } from './after-tick.ts';

/** As often as main would at most: 10 frames a second. */
const TICK_MS = 100;

/** How long main takes to answer. */
const ANSWER_MS = 20;

/** A made-up main: downloads go on, buttons do something, nothing leaves the page. */
export class FakeBridge implements LanspreadBridge {
  #state: AppState;
  #revision = 0;
  readonly #watchers = new Set<(frameText: string) => void>();

  constructor(state: AppState) {
    this.#state = state;
  }

  run<Name extends WindowCommandName>(
    name: Name,
    params: WindowCommandInput<Name>,
  ): Promise<Reply<unknown>> {
    return new Promise((resolve) => {
      setTimeout(() => {
        const { changes, reply } = afterCommand(this.#state, name, params);
        this.#tell(changes);
        resolve(reply);
      }, ANSWER_MS);
    });
  }

  watch(onFrame: (frameText: string) => void): () => void {
    this.#watchers.add(onFrame);
    if (this.#watchers.size === 1) this.#begin();
    onFrame(this.#snapshot());
    return () => {
      this.#watchers.delete(onFrame);
    };
  }

  resync(): void {
    for (const onFrame of this.#watchers) onFrame(this.#snapshot());
  }

  // Goes on as long as the page does.
  #begin(): void {
    setInterval(() => {
      this.#tell(afterTick(this.#state, TICK_MS / 1000));
    }, TICK_MS);
  }

  #tell(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#state = changes.reduce(applyChange, this.#state);
    this.#revision += 1;
    const patch = writeFrame({ type: 'patch', revision: this.#revision, changes });
    for (const onFrame of this.#watchers) onFrame(patch);
  }

  #snapshot(): string {
    return writeFrame({ type: 'snapshot', revision: this.#revision, state: this.#state });
  }
}
