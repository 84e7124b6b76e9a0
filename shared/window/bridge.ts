import type { Reply } from '../reply.ts';
import type { WindowCommandInput, WindowCommandName } from './window-commands.ts';

/** The only ways between a window and main. */
export const CHANNELS = {
  /** Window to main, answered: a command's name and arguments. */
  run: 'lanspread:run',
  /** Main to window: a state frame, and whether main wants to hear that it is drawn. */
  frame: 'lanspread:frame',
  /** Window to main: it is. */
  drawn: 'lanspread:drawn',
  /** Window to main: asks for a snapshot. */
  resync: 'lanspread:resync',
} as const;

/** What the preload script puts on `window.lanspread`; the window knows nothing else of the outside. */
export interface LanspreadBridge {
  run<Name extends WindowCommandName>(
    name: Name,
    params: WindowCommandInput<Name>,
  ): Promise<Reply<unknown>>;
  /** Delivers a snapshot, then patches, each as `readFrame` takes it; call the returned function to stop. */
  watch(onFrame: (frameText: string) => void): () => void;
  /** Asks for a snapshot, after a gap. */
  resync(): void;
}
