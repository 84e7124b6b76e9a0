import { useVirtualizer, type Range, defaultRangeExtractor } from '@tanstack/react-virtual';
import { type ReactElement, type RefObject, useEffect, useMemo, useRef } from 'react';
import type { GameId } from '../../../shared/domain/ids.ts';
import type { LibraryView } from '../../state/library-view.ts';
import { useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { GameCard } from './game-card.tsx';
import { GameLine } from './game-line.tsx';
import { type GridMeasure, useGridMeasure } from './grid-measure.ts';
import { type GridRow, gridRows, rowOf } from './grid-rows.ts';
import { useGridKeys } from './use-grid-keys.ts';

/** Lines drawn beyond what is seen, so that scrolling never shows a gap. */
const OVERSCAN_ROWS = { grid: 1, list: 4 };

export interface LibraryGridProps {
  readonly view: LibraryView;
  readonly layout: 'grid' | 'list';
}

/** All games as cards or lines; only those in sight exist, so thousands scroll as ten do. */
export function LibraryGrid({ view, layout }: LibraryGridProps): ReactElement {
  const strings = useStrings();
  const scroller = useRef<HTMLDivElement>(null);
  const measure = useGridMeasure(scroller, layout);
  useBackToTop(scroller);
  return (
    <div ref={scroller} className="library__scroller" data-layout={layout}>
      {measure && (
        <Rows
          view={view}
          layout={layout}
          measure={measure}
          scroller={scroller.current}
          label={strings.library.label}
        />
      )}
    </div>
  );
}

// Other games begin at their beginning.
function useBackToTop(scroller: RefObject<HTMLElement | null>): void {
  const filter = useUi((ui) => ui.filter);
  const query = useUi((ui) => ui.query);
  const sort = useAppState(({ settings }) => settings.sort);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller, filter, query, sort]);
}

interface RowsProps extends LibraryGridProps {
  readonly measure: GridMeasure;
  readonly scroller: HTMLElement | null;
  readonly label: string;
}

function Rows({ view, layout, measure, scroller, label }: RowsProps): ReactElement {
  const rows = useMemo(() => gridRows(view, measure.columns), [view, measure.columns]);
  const keys = useGridKeys(rows, Math.floor((scroller?.clientHeight ?? 0) / measure.rowHeight));
  const activeRow = rowOf(rows, keys.active);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: (index) =>
      rows[index]?.type === 'games' ? measure.rowHeight : measure.headingHeight,
    overscan: OVERSCAN_ROWS[layout],
    // The game that the keys are at stays, else the focus would be lost with it.
    rangeExtractor: (range) => withRow(range, activeRow),
  });
  useEffect(() => {
    virtual.measure();
  }, [virtual, rows, measure.rowHeight, measure.headingHeight]);
  useEffect(() => {
    keys.focusPending(scroller, (id) => {
      virtual.scrollToIndex(rowOf(rows, id), { align: 'auto' });
    });
  });
  return (
    <div
      role="list"
      id="library"
      aria-label={label}
      className="library__rows"
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
    >
      {virtual.getVirtualItems().map(({ key, index, start, size }) => (
        <div
          key={key}
          role="presentation"
          className="library__row"
          style={{ transform: `translateY(${start}px)`, height: size }}
        >
          <RowContent
            row={rows[index]}
            layout={layout}
            columns={measure.columns}
            active={index === activeRow ? keys.active : undefined}
            total={view.here.length + view.missing.length}
          />
        </div>
      ))}
    </div>
  );
}

interface RowContentProps {
  readonly row: GridRow | undefined;
  readonly layout: 'grid' | 'list';
  readonly columns: number;
  /** The game that the keys are at, where it is in this line. */
  readonly active: GameId | undefined;
  readonly total: number;
}

function RowContent({ row, layout, columns, active, total }: RowContentProps): ReactElement {
  const strings = useStrings();
  if (row?.type !== 'games') return <h2 className="library__heading">{strings.library.missing}</h2>;
  const Item = layout === 'grid' ? GameCard : GameLine;
  return (
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
  );
}

function withRow(range: Range, row: number): number[] {
  const seen = defaultRangeExtractor(range);
  return row === -1 || seen.includes(row) ? seen : [...seen, row].sort((a, b) => a - b);
}
