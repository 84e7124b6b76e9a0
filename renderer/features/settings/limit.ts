/** Bytes in what the field counts in: 1 MB. */
const MEGABYTE = 1_000_000;

/** More than any network here carries, in MB/s. */
const MAX_MEGABYTES = 100_000;

/** What the field shows for a limit in bytes a second; nothing where there is none. */
export function limitText(bytesPerSecond: number): string {
  return bytesPerSecond === 0 ? '' : String(Math.round(bytesPerSecond / 100_000) / 10);
}

/** The limit in bytes a second that was typed in MB/s, 0 = none; undefined: no such figure. */
export function parseLimit(typed: string): number | undefined {
  const text = typed.trim().replace(',', '.');
  if (text === '') return 0;
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  const megabytes = Number(text);
  return megabytes > MAX_MEGABYTES ? undefined : Math.round(megabytes * MEGABYTE);
}
