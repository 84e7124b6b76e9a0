/** Width and height of the graph, in its own units. */
export const GRAPH_WIDTH = 240;
export const GRAPH_HEIGHT = 80;

/** Below so many bytes a second the graph stays flat: 1 MB/s. */
const SMALLEST_TOP = 1e6;

/** A round figure at or above all values, for the top of the graph. */
export function graphTop(values: readonly number[]): number {
  const highest = Math.max(SMALLEST_TOP, ...values);
  const magnitude = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 2, 5, 10].find((each) => each * magnitude >= highest) ?? 10;
  return step * magnitude;
}

/** A line through values, the newest at the right edge; `length` values fill the width. */
export function graphLine(values: readonly number[], top: number, length: number): string {
  const start = length - values.length;
  return values
    .map((value, index) => {
      const x = ((start + index) / (length - 1)) * GRAPH_WIDTH;
      const y = GRAPH_HEIGHT - (Math.min(value, top) / top) * GRAPH_HEIGHT;
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

/** The same line with the ground below it. */
export function graphArea(values: readonly number[], top: number, length: number): string {
  if (values.length === 0) return '';
  const left = (((length - values.length) / (length - 1)) * GRAPH_WIDTH).toFixed(1);
  return `${graphLine(values, top, length)}V${GRAPH_HEIGHT}H${left}Z`;
}
