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

/** The newest version that counts at `nowMs`: a peer's claim of a day after tomorrow does not. */
export function newestPlausible(nowMs: number): Version {
  const tomorrow = new Date(nowMs + 24 * 60 * 60 * 1000).toISOString();
  return tomorrow.slice(0, 10).replaceAll('-', '') as Version;
}

function isCalendarDay(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number);
  if (!year || !month || !day || month > 12) return false;
  // The calendar repeats every 400 years, and a year below 100 would stand for one after 1900.
  const lastDay = new Date(Date.UTC(2_000 + (year % 400), month, 0)).getUTCDate();
  return day <= lastDay;
}
