import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactElement } from 'react';
import { useAppState } from '../../state/use-app-state.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';

/** What flows to and from this PC; nothing where nothing flows. */
export function Speeds(): ReactElement {
  const { downloads: words } = useStrings();
  const formats = useFormats();
  const down = useAppState(({ self }) => self.downloadSpeed);
  const up = useAppState(({ self }) => self.uploadSpeed);
  const freeBytes = useAppState(({ self }) => self.freeBytes);
  return (
    <div className="speeds">
      {down > 0 && (
        <span className="speeds__speed" data-way="down" title={words.getting}>
          <ArrowDown aria-label={words.getting} /> {formats.speed(down)}
        </span>
      )}
      {up > 0 && (
        <span className="speeds__speed" data-way="up" title={words.givingLegend}>
          <ArrowUp aria-label={words.givingLegend} /> {formats.speed(up)}
        </span>
      )}
      {down === 0 && freeBytes !== null && (
        <span className="speeds__free">{words.free(formats.bytes(freeBytes))}</span>
      )}
    </div>
  );
}
