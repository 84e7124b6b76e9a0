import { ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { useAppState } from '../../state/use-app-state.ts';
import { send } from '../../state/send.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { Button } from '../../ui/button.tsx';

/** What this PC gives; while it fetches nothing, also how much space is left. */
export function Speeds(): ReactElement {
  const { downloads: words } = useStrings();
  const formats = useFormats();
  const isIdle = useAppState(({ transfers }) => Object.keys(transfers).length === 0);
  const isSharing = useAppState(({ self }) => self.isSharing);
  const up = useAppState(({ self }) => self.uploadSpeed);
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  return (
    <div className="speeds">
      {!isSharing && (
        <Button
          tone="change"
          onClick={() => void send('resume-sharing', {})}
          title={words.resumeSharing}
        >
          {words.sharingPaused}
        </Button>
      )}
      {up > 0 && (
        <span className="speeds__speed" data-way="up" title={words.givingLegend}>
          <ArrowUp aria-label={words.givingLegend} /> {formats.speed(up)}
        </span>
      )}
      {isIdle && freeBytes !== null && (
        <span className="speeds__free">{words.free(formats.bytes(freeBytes))}</span>
      )}
    </div>
  );
}
