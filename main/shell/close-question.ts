import { type BrowserWindow, dialog } from 'electron';
import type { WindowSettings } from '../../shared/window/settings.ts';
import type { Words } from './words.ts';

/** Asks once what the close button is to do. */
export async function askOnClose(
  window: BrowserWindow,
  words: Words,
): Promise<Exclude<WindowSettings['onClose'], 'ask'>> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: words.closeQuestion,
    detail: words.closeDetail,
    buttons: [words.keepRunning, words.quit],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 0 ? 'tray' : 'quit';
}
