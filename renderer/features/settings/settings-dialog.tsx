import type { ReactElement } from 'react';
import { showSettings, useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { LookSettings } from './look-settings.tsx';
import { NetworkSettings } from './network-settings.tsx';
import { OwnSettings } from './own-settings.tsx';
import { ProgramSettings } from './program-settings.tsx';

/** Everything that can be set; each change counts at once. */
export function SettingsDialog(): ReactElement {
  const { settings: words } = useStrings();
  const isOpen = useUi((ui) => ui.isSettingsOpen);
  const version = useAppState(({ self }) => self.version);
  return (
    <Dialog
      isOpen={isOpen}
      title={words.title}
      closeLabel={words.close}
      onClose={() => {
        showSettings(false);
      }}
    >
      <OwnSettings />
      <NetworkSettings />
      <LookSettings />
      <ProgramSettings />
      <p className="settings__version">{words.version(version)}</p>
    </Dialog>
  );
}
