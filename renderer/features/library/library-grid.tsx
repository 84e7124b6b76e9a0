import {
  defaultRangeExtractor,
  type Range,
  useVirtualizer,
  type VirtualItem,
} from '@tanstack/react-virtual';
import { type ReactElement, type RefObject, useEffect, useMemo, useRef } from 'react';
import type { LibraryView } from '../../state/library-view.ts';
import { useUi } from '../../state/ui-store.ts';
import { useAppState } from '../../state/use-app-state.ts';
import { useStrings } from '../../strings/use-strings.ts';
import { GridLines, placeOf } from './grid-lines.tsx';
import { type GridMeasure, useGridMeasure } from './grid-measure.ts';
import { gridRows, rowOf } from './grid-rows.ts';
import { useGridKeys } from './use-grid-keys.ts';

/** Lines drawn beyond what is seen, so that scrolling never shows a gap. */
const OVERSCAN_ROWS = { grid: 1, list: 4 };

export interface LibraryGridProps {
  readonly view: LibraryView;
  readonly layout: 'grid' | 'list';
}

/** All games as cards or lines; only those in sight exist, so thousands scroll as ten do. */
export function LibraryGrid({ view, layout }: LibraryGridProps): ReactElement {
  const scroller = useRef<HTMLDivElement>(null);
  const measure = useGridMeasure(scroller, layout);
  useBackToTop(scroller);
  return (
    <div ref={scroller} className="library__scroller" data-layout={layout}>
      {measure && (
        <Rows view={view} layout={layout} measure={measure} scroller={scroller.current} />
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
}

function Rows({ view, layout, measure, scroller }: RowsProps): ReactElement {
  const { library } = useStrings();
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
  const drawn = virtual.getVirtualItems();
  const heading = rows.findIndex((row) => row.type === 'missing-heading');
  const isHere = ({ index }: VirtualItem): boolean => heading === -1 || index < heading;
  const shared = {
    ...{ rows, layout, columns: measure.columns, active: keys.active },
    total: view.here.length + view.missing.length,
  };
  return (
    <div
      className="library__rows"
      style={{ height: virtual.getTotalSize() }}
      onKeyDown={keys.onKeyDown}
      onFocus={keys.onFocus}
    >
      <GridLines {...shared} label={library.label} drawn={drawn.filter(isHere)} />
      {drawn
        .filter(({ index }) => index === heading)
        .map((item) => (
          <h2 key={item.key} className="library__row library__heading" style={placeOf(item)}>
            {library.missing}
          </h2>
        ))}
      <GridLines
        {...shared}
        label={library.missing}
        drawn={drawn.filter(({ index }) => heading !== -1 && index > heading)}
      />
    </div>
  );
}

function withRow(range: Range, row: number): number[] {
  const seen = defaultRangeExtractor(range);
  return row === -1 || seen.includes(row) ? seen : [...seen, row].sort((a, b) => a - b);
}
