import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { HISTORY_LENGTH, speedHistory } from '../../state/speed-history.ts';
import { useFormats, useStrings } from '../../strings/use-strings.ts';
import { GRAPH_HEIGHT, GRAPH_WIDTH, graphArea, graphLine, graphTop } from './graph-path.ts';

/** How fast it went in both directions, over the last two minutes. */
export function SpeedGraph(): ReactElement {
  const { downloads: words } = useStrings();
  const formats = useFormats();
  const history = useStore(speedHistory);
  const [down, up] = [history.map((each) => each.down), history.map((each) => each.up)];
  const top = graphTop([...down, ...up]);
  const label = words.graph(formats.speed(down.at(-1) ?? 0), formats.speed(up.at(-1) ?? 0));
  return (
    <figure className="graph">
      <figcaption className="graph__caption">
        <span className="graph__key" data-way="down">
          {words.getting} <strong>{formats.speed(down.at(-1) ?? 0)}</strong>
        </span>
        <span className="graph__key" data-way="up">
          {words.givingLegend} <strong>{formats.speed(up.at(-1) ?? 0)}</strong>
        </span>
        <span className="graph__top">{formats.speed(top)}</span>
      </figcaption>
      <svg
        className="graph__picture"
        viewBox={`0 0 ${GRAPH_WIDTH} ${GRAPH_HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <path className="graph__grid" d={`M0 ${GRAPH_HEIGHT / 2}H${GRAPH_WIDTH}`} />
        <path className="graph__area" data-way="down" d={graphArea(down, top, HISTORY_LENGTH)} />
        <path className="graph__line" data-way="down" d={graphLine(down, top, HISTORY_LENGTH)} />
        <path className="graph__line" data-way="up" d={graphLine(up, top, HISTORY_LENGTH)} />
      </svg>
      <div className="graph__times">
        <span>{words.twoMinutesAgo}</span>
        <span>{words.rightNow}</span>
      </div>
    </figure>
  );
}
