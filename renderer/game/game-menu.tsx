import {
  ArrowUpToLine,
  Eraser,
  FolderOpen,
  PanelRight,
  Pause,
  Play,
  Server,
  ServerOff,
  ShieldCheck,
  Trash2,
  Wrench,
  X,
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
  pause: <Pause />,
  resume: <Play />,
  'to-front': <ArrowUpToLine />,
  cancel: <X />,
  discard: <Trash2 />,
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
    const isDangerous = DANGEROUS.has(action);
    const entry: MenuEntry = {
      label: labelOf(action, strings),
      icon: ICONS[action],
      isDangerous,
      onSelect: () => {
        perform(card, action);
      },
    };
    const opensGroup =
      action === 'discard' || action === 'uninstall' || (action === 'remove' && !isInstalled(card));
    return opensGroup ? ['line', entry] : [entry];
  });
}

const DANGEROUS: ReadonlySet<MenuAction> = new Set(['discard', 'uninstall', 'remove']);

function isInstalled({ state }: GameCard): boolean {
  return state === 'installed' || state === 'update';
}

function labelOf(action: MenuAction, { menu, card, downloads }: Strings): string {
  if (action === 'open-folder') return menu.openFolder;
  if (action === 'stop-server') return menu.stopServer;
  if (action === 'to-front') return downloads.toFront;
  const isOnCard =
    action === 'play' || action === 'pause' || action === 'resume' || action === 'cancel';
  return isOnCard ? card[action] : menu[action];
}

function perform(card: GameCard, action: MenuAction): void {
  PERFORM[action](card);
}

const PERFORM: Readonly<Record<MenuAction, (card: GameCard) => void>> = {
  details: ({ id }) => {
    openGame(id);
  },
  play: (card) => void play(card),
  pause: ({ id }) => void send('pause', { gameId: id }, id),
  resume: ({ id }) => void send('resume', { gameId: id }, id),
  'to-front': ({ id }) => void send('move', { gameId: id, position: 0 }, id),
  cancel: ({ id }) => void send('cancel', { gameId: id }, id),
  discard: ({ id }) => void send('cancel', { gameId: id, keep: false }, id),
  host: ({ id }) => void send('host-server', { gameId: id }, id),
  'stop-server': ({ id }) => void send('stop-server', { gameId: id }, id),
  'open-folder': ({ id }) => void send('open-folder', { gameId: id }, id),
  verify: (card) => void verifyGame(card),
  repair: repairGame,
  uninstall: ({ id }) => {
    planRemoval(id, 'uninstall');
  },
  remove: ({ id }) => {
    planRemoval(id, 'remove');
  },
};
