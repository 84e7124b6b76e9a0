import type { VirtualItem } from '@tanstack/react-virtual';
import type { CSSProperties, ReactElement } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import { GameCard } from './game-card.tsx';
import { GameLine } from './game-line.tsx';
import type { GridRow } from './grid-rows.ts';

export interface GridLinesProps {
  readonly label: string;
  readonly rows: readonly GridRow[];
  /** Which of the rows are drawn, and where. */
  readonly drawn: readonly VirtualItem[];
  readonly layout: 'grid' | 'list';
  readonly columns: number;
  /** The one game that Tab reaches. */
  readonly active: GameId | undefined;
  readonly total: number;
}

/** Games as one list, each line where the whole list has it; nothing where none is in sight. */
export function GridLines({ label, drawn, ...line }: GridLinesProps): ReactElement | undefined {
  if (drawn.length === 0) return undefined;
  return (
    <div role="list" aria-label={label}>
      {drawn.map((item) => (
        <GridLine key={item.key} item={item} {...line} />
      ))}
    </div>
  );
}

/** Where a line stands among all of them. */
export function placeOf({ start, size }: VirtualItem): CSSProperties {
  return { transform: `translateY(${start}px)`, height: size };
}

interface GridLineProps extends Omit<GridLinesProps, 'label' | 'drawn'> {
  readonly item: VirtualItem;
}

function GridLine({
  item,
  rows,
  layout,
  columns,
  active,
  total,
}: GridLineProps): ReactElement | undefined {
  const row = rows[item.index];
  if (row?.type !== 'games') return undefined;
  const Item = layout === 'grid' ? GameCard : GameLine;
  return (
    <div role="presentation" className="library__row" style={placeOf(item)}>
      <div
        role="presentation"
        className={`library__${layout}`}
        style={layout === 'grid' ? { gridTemplateColumns: `repeat(${columns}, 1fr)` } : undefined}
      >
        {row.ids.map((id, index) => (
          <Item
            key={id}
            id={id}
            isActive={id === active}
            position={row.start + index + 1}
            total={total}
          />
        ))}
      </div>
    </div>
  );
}
