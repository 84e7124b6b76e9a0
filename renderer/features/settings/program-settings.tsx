import type { ReactElement } from 'react';
import { changeSettings } from '../../state/send.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { ChoiceRow, Section, SwitchRow } from './parts.tsx';

/** How the program starts and ends. */
export function ProgramSettings(): ReactElement {
  const { settings: words } = useStrings();
  const settings = useAppState((state) => state.settings);
  const { ask, tray, quit } = words.onCloseChoices;
  return (
    <Section title={words.program}>
      <SwitchRow
        label={words.startWithSystem}
        checked={settings.startWithSystem}
        onChange={(startWithSystem) => {
          changeSettings({ startWithSystem });
        }}
      />
      <ChoiceRow
        label={words.onClose}
        value={settings.onClose}
        choices={[
          { value: 'ask', label: ask },
          { value: 'tray', label: tray },
          { value: 'quit', label: quit },
        ]}
        onChange={(onClose) => {
          changeSettings({ onClose });
        }}
      />
    </Section>
  );
}
