/** A game's version: eight digits, YYYYMMDD, a day of the calendar; versions compare as text. */
export type Version = string & { readonly __brand: 'Version' };

const BYTE_ORDER_MARK = '\uFEFF';
const EIGHT_DIGITS = /^[0-9]{8}$/;

/** The version that the text of a `version.ini` holds, or undefined; white space and a BOM are accepted. */
export function parseVersion(text: string): Version | undefined {
  const digits = (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim();
  if (!EIGHT_DIGITS.test(digits) || !isCalendarDay(digits)) return undefined;
  return digits as Version;
}

/** The version that `text` is, exactly: nothing around the digits. */
export function parseExactVersion(text: string): Version | undefined {
  const version = parseVersion(text);
  return version === text ? version : undefined;
}

/** Whether `version` lies at most one day after `nowMs`; a peer's later claim does not count. */
export function isPlausible(version: Version, nowMs: number): boolean {
  const tomorrow = new Date(nowMs + 24 * 60 * 60 * 1000).toISOString();
  return version <= tomorrow.slice(0, 10).replaceAll('-', '');
}

function isCalendarDay(digits: string): boolean {
  const iso = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
  const day = new Date(`${iso}T00:00:00Z`);
  return digits >= '00010101' && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}
