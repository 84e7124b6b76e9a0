import type { ReactElement } from 'react';
import { DetailsPanel } from '../features/details/details-panel.tsx';
import { DownloadsBar } from '../features/downloads/downloads-bar.tsx';
import { FirstRun } from '../features/first-run/first-run.tsx';
import { Library } from '../features/library/library.tsx';
import { Notices } from '../features/notices/notices.tsx';
import { RemovalToasts } from '../features/notices/removal-toasts.tsx';
import { LinkNotice } from '../features/people/link-notice.tsx';
import { PeoplePanel } from '../features/people/people-panel.tsx';
import { SettingsDialog } from '../features/settings/settings-dialog.tsx';
import { GameMenu } from '../game/game-menu.tsx';
import { useUi } from '../state/ui-store.ts';
import { useAppState, useIsConnected } from '../state/use-app-state.ts';
import { Header } from './header.tsx';
import { Starting } from './starting.tsx';
import { useAppearance } from './use-appearance.ts';
import { useShortcuts } from './use-shortcuts.ts';

/** The whole window. */
export function App(): ReactElement {
  return useIsConnected() ? <ConnectedApp /> : <Starting />;
}

function ConnectedApp(): ReactElement {
  useAppearance();
  const isSetUp = useAppState(({ settings }) => settings.isSetUp);
  return isSetUp ? <Window /> : <FirstRun />;
}

function Window(): ReactElement {
  useShortcuts();
  return (
    <div className="window">
      <Header />
      <Notices />
      <LinkNotice />
      <div className="window__middle">
        <Library />
        <Panel />
      </div>
      <RemovalToasts />
      <DownloadsBar />
      <SettingsDialog />
      <GameMenu />
    </div>
  );
}

function Panel(): ReactElement | undefined {
  const panel = useUi((ui) => ui.panel);
  if (!panel) return undefined;
  return panel.type === 'people' ? <PeoplePanel /> : <DetailsPanel gameId={panel.gameId} />;
}
