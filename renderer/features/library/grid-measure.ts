import { type RefObject, useLayoutEffect, useState } from 'react';

/** How the library's lines are laid out, in pixels. */
export interface GridMeasure {
  readonly columns: number;
  readonly cardWidth: number;
  readonly rowHeight: number;
  readonly headingHeight: number;
  readonly gap: number;
}

// All in rem, so that everything grows with the letters; the styles use the same figures.
const MIN_CARD_WIDTH = 9.5;
const MAX_COLUMNS = 14;
const GAP = 1.25;
const TEXT_HEIGHT = 7.5;
const ROW_GAP = 1.5;
const LIST_ROW_HEIGHT = 4.25;
const HEADING_HEIGHT = 3.5;
const COVER_RATIO = 1.5;

/** The layout for a width, with letters of a size; all in pixels. */
export function measureGrid(width: number, rem: number, view: 'grid' | 'list'): GridMeasure {
  const [gap, headingHeight] = [GAP * rem, HEADING_HEIGHT * rem];
  if (view === 'list') {
    const rowHeight = LIST_ROW_HEIGHT * rem;
    return { columns: 1, cardWidth: width, rowHeight, headingHeight, gap };
  }
  const fitting = Math.floor((width + gap) / (MIN_CARD_WIDTH * rem + gap));
  const columns = Math.min(MAX_COLUMNS, Math.max(1, fitting));
  const cardWidth = (width - gap * (columns - 1)) / columns;
  const rowHeight = cardWidth * COVER_RATIO + (TEXT_HEIGHT + ROW_GAP) * rem;
  return { columns, cardWidth, rowHeight, headingHeight, gap };
}

/** The layout of an element's inside; undefined until it has been measured. */
export function useGridMeasure(
  element: RefObject<HTMLElement | null>,
  view: 'grid' | 'list',
): GridMeasure | undefined {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const observer = new ResizeObserver(() => {
      const { paddingLeft, paddingRight } = getComputedStyle(measured);
      setWidth(measured.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight));
    });
    observer.observe(measured);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  if (width === undefined) return undefined;
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  return measureGrid(width, rem, view);
}
