import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { Reply } from '../../shared/reply.ts';
import { CHANNELS } from '../../shared/window/bridge.ts';
import { writeFrame } from '../../shared/window/frame-text.ts';
import type { Clock } from '../kit/clock.ts';
import { Deferred } from '../kit/deferred.ts';
import type { StateStream, Watch } from '../state/state-stream.ts';
import { CallBudget } from './call-budget.ts';
import { runWindowCommand, type WindowCommandDeps } from './run-window-command.ts';
import { isOwnPage } from './sender.ts';

/** Where commands go, and frames come from. */
export interface WindowDoorProgram extends WindowCommandDeps {
  readonly stream: Pick<StateStream, 'watch'>;
}

export interface WindowDoorDeps {
  /** Windows are opened before it; what they ask for waits for it. */
  readonly program: Promise<WindowDoorProgram>;
  readonly clock: Clock;
}

interface Guest {
  readonly budget: CallBudget;
  /** Once it has asked for frames. */
  watch: Watch | undefined;
  /** Counts what it has asked for, and its pages: only the last to ask is told. */
  asked: number;
}

/** Between windows and everything else: commands in, frames out, to pages of our own alone. */
export class WindowDoor {
  readonly #deps: WindowDoorDeps;
  // The windows that this program opened, by nothing but `admit`.
  readonly #guests = new Map<WebContents, Guest>();
  // Settled once a window has drawn a frame; undefined while nobody asks.
  #drawn: Deferred<undefined> | undefined;

  constructor(deps: WindowDoorDeps) {
    this.#deps = deps;
  }

  start(): void {
    ipcMain.handle(CHANNELS.run, (event, name: unknown, params: unknown) =>
      this.#run(event, name, params),
    );
    ipcMain.on(CHANNELS.resync, this.#resync);
    ipcMain.on(CHANNELS.drawn, this.#hearDrawn);
  }

  stop(): void {
    ipcMain.removeHandler(CHANNELS.run);
    ipcMain.removeListener(CHANNELS.resync, this.#resync);
    ipcMain.removeListener(CHANNELS.drawn, this.#hearDrawn);
    for (const guest of this.#guests.values()) {
      guest.asked += 1;
      guest.watch?.stop();
    }
    this.#guests.clear();
  }

  /** Lets a window in until it is destroyed; a page that is loaded anew has to ask again. */
  admit(contents: WebContents): void {
    const guest: Guest = { budget: new CallBudget(this.#deps.clock), watch: undefined, asked: 0 };
    const forget = (): void => {
      guest.asked += 1;
      guest.watch?.stop();
      guest.watch = undefined;
    };
    this.#guests.set(contents, guest);
    contents.on('did-start-loading', forget);
    contents.on('render-process-gone', forget);
    contents.once('destroyed', () => {
      forget();
      this.#guests.delete(contents);
    });
  }

  /** Resolves once a window has drawn a frame that is sent from now on; after `limitMs` in any case. */
  async nextDrawn(limitMs: number): Promise<void> {
    const drawn = (this.#drawn ??= new Deferred());
    const cancel = this.#deps.clock.after(limitMs, () => {
      drawn.resolve(undefined);
    });
    await drawn.promise;
    cancel();
    this.#drawn = undefined;
  }

  async #run(event: IpcMainInvokeEvent, name: unknown, params: unknown): Promise<Reply<unknown>> {
    const guest = this.#guestOf(event);
    if (!guest) return refused('This page may not ask for anything.');
    if (!guest.budget.take()) return refused('Too much at once. Try again in a moment.');
    try {
      return await runWindowCommand(await this.#deps.program, name, params);
    } finally {
      guest.budget.done();
    }
  }

  readonly #resync = (event: IpcMainEvent): void => {
    const guest = this.#guestOf(event);
    if (!guest) return;
    if (guest.watch) guest.watch.resync();
    else void this.#watch(guest, event.sender);
  };

  readonly #hearDrawn = (event: IpcMainEvent): void => {
    if (this.#guestOf(event)) this.#drawn?.resolve(undefined);
  };

  async #watch(guest: Guest, contents: WebContents): Promise<void> {
    const asked = (guest.asked += 1);
    // Without a program the window goes away, and whoever opened it tells why.
    const program = await this.#deps.program.catch(() => undefined);
    if (guest.asked !== asked) return;
    guest.watch = program?.stream.watch((frame) => {
      if (!contents.isDestroyed()) {
        contents.send(CHANNELS.frame, writeFrame(frame), this.#drawn !== undefined);
      }
    });
  }

  #guestOf({ sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): Guest | undefined {
    const guest = this.#guests.get(sender);
    const isOwn = isOwnPage({
      url: senderFrame?.url,
      isTopFrame: senderFrame !== null && senderFrame === sender.mainFrame,
      isOwnWindow: guest !== undefined,
    });
    return isOwn ? guest : undefined;
  }
}

function refused(message: string): Reply<never> {
  return { ok: false, error: { code: 'operation-active', message } };
}
