import type { StateFrame } from './state.ts';

/**
 * A frame as it crosses to the page: one text of JSON. An object would be copied field by field between
 * the worlds of preload script and page, which takes 2,000 games several times as long.
 */
export function writeFrame(frame: StateFrame): string {
  return JSON.stringify(frame);
}

/** The frame that `writeFrame` was given. */
export function readFrame(text: string): StateFrame {
  return JSON.parse(text) as StateFrame;
}
