import { app } from 'electron';

/** Whether Lanspread starts with the system; Linux desktops leave that to their own settings. */
export function startWithSystem(isWanted: boolean): void {
  if (process.platform === 'linux') return;
  if (app.getLoginItemSettings().openAtLogin === isWanted) return;
  app.setLoginItemSettings({ openAtLogin: isWanted });
}
