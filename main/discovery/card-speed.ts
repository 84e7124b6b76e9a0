import { z } from 'zod';

/** Cards with a cable, by their names: their speeds in Mbit/s. */
export type CardSpeeds = ReadonlyMap<string, number>;

/** What Windows calls a network that runs over a cable (NdisPhysicalMedium802_3). */
const CABLE = 14;

const BITS_PER_MBIT = 1_000_000;

const adapter = z.object({
  Name: z.string(),
  NdisPhysicalMedium: z.literal(CABLE),
  ReceiveLinkSpeed: z.number().min(BITS_PER_MBIT),
});

/** Asks Windows for all its cards at once, as JSON in UTF-8. No name stands in it: there is nothing to quote. */
export const WINDOWS_SCRIPT = [
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  "Get-NetAdapter | Where-Object Status -eq 'Up' | Select-Object Name,NdisPhysicalMedium,ReceiveLinkSpeed | ConvertTo-Json -Compress",
].join('; ');

/** The speeds in what Windows prints: a list or, of one card alone, that card. Nonsense has none. */
export function speedsOnWindows(printed: string): CardSpeeds {
  const adapters = [readJson(printed)].flat();
  return new Map(
    adapters.flatMap((one) => {
      const { data } = adapter.safeParse(one);
      return data === undefined ? [] : [[data.Name, toMbit(data.ReceiveLinkSpeed)] as const];
    }),
  );
}

const MEDIA = /^\s*media:.*\((\d+)(g?)base/im;

/** The speed in what `ifconfig` of macOS prints of a card; null where it runs over no cable. */
export function speedOnMac(printed: string): number | null {
  const [, digits, giga] = MEDIA.exec(printed) ?? [];
  if (digits === undefined) return null;
  return Number(digits) * (giga === '' ? 1 : 1_000);
}

/** The speed in the file that Linux keeps for a card; -1, or no text at all, where it has none. */
export function speedOnLinux(text: string): number | null {
  const mbit = Number.parseInt(text, 10);
  return mbit > 0 ? mbit : null;
}

function toMbit(bitsPerSecond: number): number {
  return Math.round(bitsPerSecond / BITS_PER_MBIT);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}
