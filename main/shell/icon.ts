import { join } from 'node:path';
import { nativeImage, type NativeImage } from 'electron';

/** Pixels of the pictures that a window's icon is scaled from. */
const WINDOW_PIXELS = 256;

/** What Windows and macOS give a tray icon, and what Linux desktops do. */
const TRAY_PIXELS = 16;
const LINUX_TRAY_PIXELS = 24;

/** The program's mark for title bars and task bars, out of the folder of its pictures. */
export function windowIcon(folder: string): NativeImage {
  return nativeImage.createFromPath(fileIn(folder, WINDOW_PIXELS));
}

/** The mark beside the clock, drawn for just that size, also where a point is two pixels wide. */
export function trayIcon(folder: string): NativeImage {
  const pixels = process.platform === 'linux' ? LINUX_TRAY_PIXELS : TRAY_PIXELS;
  const icon = nativeImage.createFromPath(fileIn(folder, pixels));
  const dense = nativeImage.createFromPath(fileIn(folder, pixels * 2));
  icon.addRepresentation({ scaleFactor: 2, dataURL: dense.toDataURL() });
  return icon;
}

function fileIn(folder: string, pixels: number): string {
  return join(folder, `${pixels}x${pixels}.png`);
}
