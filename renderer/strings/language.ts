import type { WindowSettings } from '../../shared/window/settings.ts';

/** A language the window speaks. */
export type Language = 'en' | 'de';

/** The language that is set, or else the system's where the window speaks it. */
export function languageOf(setting: WindowSettings['language'], systemLanguage: string): Language {
  if (setting !== 'system') return setting;
  return systemLanguage.toLowerCase().startsWith('de') ? 'de' : 'en';
}
