import { Server as ServerIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import type { GameCard } from '../../../shared/window/state.ts';
import { send } from '../../state/send.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** A game's server on this PC: started and ended apart from the game itself. */
export function Server({ card }: { readonly card: GameCard }): ReactElement | undefined {
  const { card: words, menu } = useStrings();
  const { id, canHost, isHosting } = card;
  if (!canHost && !isHosting) return undefined;
  const toggle = (): void => {
    void send(isHosting ? 'stop-server' : 'host-server', { gameId: id }, id);
  };
  return (
    <section className="server" data-hosting={isHosting}>
      <ServerIcon aria-hidden />
      <p className="server__words" role="status">
        {isHosting ? words.hosting : words.canHost}
      </p>
      <Button onClick={toggle}>{isHosting ? menu.stopServer : menu.host}</Button>
    </section>
  );
}
