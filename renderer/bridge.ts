import type { LanspreadBridge } from '../shared/window/bridge.ts';

declare global {
  interface Window {
    /** Put there by the preload script before this page runs. */
    readonly lanspread?: LanspreadBridge;
  }
}

/** The one way out of the window; throws where the page was opened by something else. */
export function lanspread(): LanspreadBridge {
  if (!window.lanspread) throw new Error('This page works only inside Lanspread.');
  return window.lanspread;
}
