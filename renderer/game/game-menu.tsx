import {
  Eraser,
  FolderOpen,
  PanelRight,
  Play,
  Server,
  ServerOff,
  ShieldCheck,
  Trash2,
  Wrench,
} from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import type { GameCard } from '../../shared/window/state.ts';
import { planRemoval } from '../state/removals.ts';
import { send } from '../state/send.ts';
import { openGame } from '../state/ui-store.ts';
import { useGame } from '../state/use-app-state.ts';
import type { Strings } from '../strings/strings.ts';
import { useStrings } from '../strings/use-strings.ts';
import { type MenuEntry, PointMenu } from '../ui/menu.tsx';
import { play, repairGame, verifyGame } from './act.ts';
import { menuActions, type MenuAction } from './menu-actions.ts';
import { closeMenu, menuStore, type OpenMenu } from './menu-store.ts';

/** The menu of whichever game asked for it; there is one for all. */
export function GameMenu(): ReactElement | undefined {
  const open = useStore(menuStore, (menu) => menu.open);
  return open && <OpenGameMenu key={open.gameId} open={open} />;
}

function OpenGameMenu({ open }: { readonly open: OpenMenu }): ReactElement | undefined {
  const strings = useStrings();
  const card = useGame(open.gameId);
  if (!card) return undefined;
  return (
    <PointMenu
      label={strings.menu.label(card.title)}
      at={open.at}
      opener={open.opener}
      entries={entriesOf(card, strings)}
      onClose={closeMenu}
    />
  );
}

const ICONS: Readonly<Record<MenuAction, ReactNode>> = {
  details: <PanelRight />,
  play: <Play />,
  host: <Server />,
  'stop-server': <ServerOff />,
  'open-folder': <FolderOpen />,
  verify: <ShieldCheck />,
  repair: <Wrench />,
  uninstall: <Eraser />,
  remove: <Trash2 />,
};

function entriesOf(card: GameCard, strings: Strings): readonly MenuEntry[] {
  return menuActions(card).flatMap((action): readonly MenuEntry[] => {
    const isDangerous = action === 'uninstall' || action === 'remove';
    const entry: MenuEntry = {
      label: labelOf(action, strings),
      icon: ICONS[action],
      isDangerous,
      onSelect: () => {
        perform(card, action);
      },
    };
    const opensGroup = action === 'uninstall' || (action === 'remove' && !isInstalled(card));
    return opensGroup ? ['line', entry] : [entry];
  });
}

function isInstalled({ state }: GameCard): boolean {
  return state === 'installed' || state === 'update';
}

function labelOf(action: MenuAction, { menu, card }: Strings): string {
  if (action === 'open-folder') return menu.openFolder;
  if (action === 'stop-server') return menu.stopServer;
  return action === 'play' ? card.play : menu[action];
}

function perform(card: GameCard, action: MenuAction): void {
  const { id } = card;
  switch (action) {
    case 'details':
      openGame(id);
      return;
    case 'play':
      void play(card);
      return;
    case 'open-folder':
      void send('open-folder', { gameId: id }, id);
      return;
    case 'host':
      void send('host-server', { gameId: id }, id);
      return;
    case 'stop-server':
      void send('stop-server', { gameId: id }, id);
      return;
    case 'verify':
      void verifyGame(card);
      return;
    case 'repair':
      repairGame(card);
      return;
    case 'uninstall':
    case 'remove':
      planRemoval(id, action);
  }
}
