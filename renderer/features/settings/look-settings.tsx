import type { ReactElement } from 'react';
import { changeSettings } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { ChoiceRow, Section, SwitchRow } from './parts.tsx';

/** Colours, language and motion. */
export function LookSettings(): ReactElement {
  const { settings: words } = useStrings();
  const settings = useAppState((state) => state.settings);
  const { themes, languages } = words;
  return (
    <Section title={words.look}>
      <ChoiceRow
        label={words.theme}
        value={settings.theme}
        choices={[
          { value: 'dark', label: themes.dark },
          { value: 'light', label: themes.light },
          { value: 'system', label: themes.system },
        ]}
        onChange={(theme) => {
          changeSettings({ theme });
        }}
      />
      <ChoiceRow
        label={words.language}
        value={settings.language}
        choices={[
          { value: 'en', label: languages.en },
          { value: 'de', label: languages.de },
          { value: 'system', label: languages.system },
        ]}
        onChange={(language) => {
          changeSettings({ language });
        }}
      />
      <SwitchRow
        label={words.reducedMotion}
        hint={words.reducedMotionHint}
        checked={settings.reducedMotion}
        onChange={(reducedMotion) => {
          changeSettings({ reducedMotion });
        }}
      />
    </Section>
  );
}
