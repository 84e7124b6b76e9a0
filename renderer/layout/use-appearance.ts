import { useLayoutEffect } from 'react';
import { useAppState } from '../state/use-app-state.ts';
import { useLanguage } from '../strings/use-strings.ts';

/** Tells the styles and screen readers what is set: theme, motion, language. */
export function useAppearance(): void {
  const theme = useAppState(({ settings }) => settings.theme);
  const reducedMotion = useAppState(({ settings }) => settings.reducedMotion);
  const language = useLanguage();
  useLayoutEffect(() => {
    const page = document.documentElement;
    page.dataset['theme'] = theme;
    page.dataset['motion'] = reducedMotion ? 'less' : 'full';
    page.lang = language;
  }, [theme, reducedMotion, language]);
}
