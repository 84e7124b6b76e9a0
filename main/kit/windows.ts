import { win32 } from 'node:path';

/** The folder of Windows, as it tells its programs. */
export function windowsFolder(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  return environment['SystemRoot'] ?? 'C:\\Windows';
}

/** The folder of its own programs. */
export function systemFolder(): string {
  return win32.join(windowsFolder(), 'System32');
}

/** The PowerShell in that folder, by its whole path: nothing else of that name is started. */
export function powershellIn(folder: string): string {
  return win32.join(folder, 'WindowsPowerShell', 'v1.0', 'powershell.exe');
}
