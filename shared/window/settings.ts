import { z } from 'zod';
import { playerName } from '../commands.ts';

/** The name under which they are kept, as JSON; what is left out is at its default. */
export const WINDOW_SETTINGS = 'window-settings';

/** What the player chooses in the window; also what is accepted from it. */
export const windowSettings = z.strictObject({
  name: playerName,
  theme: z.enum(['dark', 'light', 'system']),
  language: z.enum(['system', 'en', 'de']),
  reducedMotion: z.boolean(),
  view: z.enum(['grid', 'list']),
  sort: z.enum(['name', 'size', 'people', 'newest']),
  /** Bytes a second over all peers; 0 = none. */
  downloadLimit: z.int().min(0).max(1e12),
  uploadLimit: z.int().min(0).max(1e12),
  /** While a started game runs; the lower of the two holds then. */
  playingUploadLimit: z.int().min(0).max(1e12),
  discovery: z.boolean(),
  startWithSystem: z.boolean(),
  /** What the close button does; `ask` until the player has said. */
  onClose: z.enum(['ask', 'tray', 'quit']),
  /** The first-run screen has been answered. */
  isSetUp: z.boolean(),
});

export type WindowSettings = Readonly<z.output<typeof windowSettings>>;

/** What a fresh start shows; `name` is the host's. */
export function defaultSettings(name: string): WindowSettings {
  return {
    name,
    theme: 'dark',
    language: 'system',
    reducedMotion: false,
    view: 'grid',
    sort: 'name',
    downloadLimit: 0,
    uploadLimit: 0,
    // A game needs a tenth of that; a gigabit line hardly notices it.
    playingUploadLimit: 4_000_000,
    discovery: true,
    startWithSystem: false,
    onClose: 'ask',
    isSetUp: false,
  };
}
