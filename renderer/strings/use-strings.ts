import { useAppState } from '../state/use-app-state.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { createFormats, type Formats } from './formats.ts';
import { type Language, languageOf } from './language.ts';
import type { Strings } from './strings.ts';

const STRINGS: Readonly<Record<Language, Strings>> = { en, de };

const FORMATS: Readonly<Record<Language, Formats>> = {
  en: createFormats('en-GB'),
  de: createFormats('de'),
};

/** The language in use. */
export function useLanguage(): Language {
  return useAppState(({ settings }) => languageOf(settings.language, navigator.language));
}

/** The texts of the language in use. */
export function useStrings(): Strings {
  return STRINGS[useLanguage()];
}

/** The formats of the language in use. */
export function useFormats(): Formats {
  return FORMATS[useLanguage()];
}
