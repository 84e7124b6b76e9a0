import { Settings } from 'lucide-react';
import type { ReactElement } from 'react';
import { showSettings } from '../../state/ui-store.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** Opens the settings. */
export function SettingsButton(): ReactElement {
  const { header } = useStrings();
  return (
    <IconButton
      label={header.settings}
      icon={<Settings />}
      onClick={() => {
        showSettings(true);
      }}
    />
  );
}
