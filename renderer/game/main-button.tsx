import { Download, Play, RefreshCw, Square, Undo2, Wrench, X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { GameCard } from '../../shared/window/state.ts';
import { mainAction, type MainAction } from '../state/card-look.ts';
import { usePlannedRemoval } from '../state/removals.ts';
import type { Strings } from '../strings/strings.ts';
import { useStrings } from '../strings/use-strings.ts';
import { Button, type ButtonProps, type ButtonTone } from '../ui/button.tsx';
import { act } from './act.ts';

type Action = MainAction | 'undo';

const TONES: Readonly<Record<Action, ButtonTone>> = {
  install: 'neutral',
  repair: 'change',
  update: 'change',
  play: 'go',
  stop: 'neutral',
  cancel: 'quiet',
  resume: 'change',
  undo: 'neutral',
  wait: 'quiet',
  nothing: 'quiet',
};

const ICONS: Readonly<Record<Action, ReactNode>> = {
  install: <Download />,
  repair: <Wrench />,
  update: <RefreshCw />,
  play: <Play />,
  stop: <Square />,
  cancel: <X />,
  resume: <Play />,
  undo: <Undo2 />,
  wait: undefined,
  nothing: undefined,
};

export interface MainButtonProps extends Pick<ButtonProps, 'size' | 'className' | 'tabIndex'> {
  readonly card: GameCard;
  /** The id of the element that holds the title. */
  readonly titleId: string;
}

/** The one button of a game; its text is the game's state. */
export function MainButton({ card, titleId, ...rest }: MainButtonProps): ReactElement {
  const strings = useStrings();
  const planned = usePlannedRemoval(card.id);
  const action = planned ? 'undo' : mainAction(card);
  return (
    <Button
      {...rest}
      tone={action === 'install' && rest.size === 'large' ? 'strong' : TONES[action]}
      icon={ICONS[action]}
      disabled={action === 'wait' || action === 'nothing'}
      aria-describedby={titleId}
      onClick={() => {
        act(card, action);
      }}
    >
      {labelOf(card, action, strings)}
    </Button>
  );
}

function labelOf(card: GameCard, action: Action, { card: words }: Strings): string {
  if (action !== 'wait') return words[action];
  return card.availability === 'Removing' ? words.step.removing : words.step.uninstalling;
}
