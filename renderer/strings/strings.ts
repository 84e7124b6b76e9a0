import type { en } from './en.ts';

/** Every text of the window; a language that leaves one out does not compile. */
export type Strings = typeof en;
