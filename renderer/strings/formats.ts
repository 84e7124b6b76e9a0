/** Figures as people of one language read them. */
export interface Formats {
  /** `12.3 GB`; decimal units, as disks are sold. */
  readonly bytes: (bytes: number) => string;
  /** `105 MB/s`. */
  readonly speed: (bytesPerSecond: number) => string;
  /** `20 s`, `3 min`, `1 h 20 min`. */
  readonly duration: (seconds: number) => string;
  /** `46 %` of a part between 0 and 1; 100 only when all is done. */
  readonly percent: (part: number) => string;
  /** `1 Mar 2025` of a version, which is a day. */
  readonly version: (version: string) => string;
  /** `5 minutes ago`. */
  readonly ago: (atMs: number, nowMs: number) => string;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
const STEP = 1000;
const MINUTE_S = 60;
const HOUR_S = 3600;
const DAY_S = 86_400;

/** A space that keeps a figure and its unit on one line. */
const FIXED_SPACE = '\u00A0';

/** The formats of a language, such as `en`. */
export function createFormats(language: string): Formats {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const past = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

  const bytes = (count: number): string => {
    const [figure, unit] = scaled(count);
    return `${(figure < 100 ? fine : whole).format(figure)}${FIXED_SPACE}${unit}`;
  };
  return {
    bytes,
    speed: (bytesPerSecond) => `${bytes(wholeAboveTen(bytesPerSecond))}/s`,
    duration,
    percent: (part) => `${whole.format(Math.floor(part * 100))}${FIXED_SPACE}%`,
    version: (version) => formatDay(day, version),
    ago: (atMs, nowMs) => ago(past, Math.max(0, nowMs - atMs) / 1000),
  };
}

function scaled(bytes: number): readonly [number, string] {
  const power = UNITS.findIndex((_, index) => bytes < 999.5 * STEP ** index);
  const index = power === -1 ? UNITS.length - 1 : power;
  return [bytes / STEP ** index, UNITS[index] ?? 'B'];
}

// Tenths of a speed only make it flicker.
function wholeAboveTen(bytes: number): number {
  const [figure] = scaled(bytes);
  return figure < 10 ? bytes : (bytes / figure) * Math.round(figure);
}

function duration(seconds: number): string {
  const left = Math.max(1, Math.round(seconds));
  if (left < MINUTE_S) return `${left}${FIXED_SPACE}s`;
  const minutes = Math.round(left / MINUTE_S);
  if (left < HOUR_S) return `${minutes}${FIXED_SPACE}min`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}${FIXED_SPACE}h`;
  return rest === 0 ? hours : `${hours} ${rest}${FIXED_SPACE}min`;
}

function formatDay(day: Intl.DateTimeFormat, version: string): string {
  const iso = `${version.slice(0, 4)}-${version.slice(4, 6)}-${version.slice(6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? version : day.format(date);
}

function ago(past: Intl.RelativeTimeFormat, seconds: number): string {
  if (seconds < MINUTE_S) return past.format(0, 'second');
  if (seconds < HOUR_S) return past.format(-Math.floor(seconds / MINUTE_S), 'minute');
  if (seconds < DAY_S) return past.format(-Math.floor(seconds / HOUR_S), 'hour');
  return past.format(-Math.floor(seconds / DAY_S), 'day');
}
