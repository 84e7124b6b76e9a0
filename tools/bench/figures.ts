/** The median and the range of several runs. */
export interface Figure {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** Median, least and most of at least one value. */
export function figureOf(values: readonly number[]): Figure {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const before = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return {
    median: (middle + before) / 2,
    min: sorted[0] ?? NaN,
    max: sorted.at(-1) ?? NaN,
    runs: sorted.length,
  };
}

/** Ratios of runs that were taken in turn: first to first, second to second. */
export function ratioOf(ours: readonly number[], anchor: readonly number[]): Figure {
  return figureOf(ours.map((value, run) => value / (anchor[run] ?? NaN)));
}

/** `1.12 (1.05 to 1.31)`. */
export function printFigure({ median, min, max }: Figure, digits = 2): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
}

/** The value that so many percent of the values do not exceed; NaN of none. */
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? NaN;
}
