import { expect, type TestContext } from 'vitest';

/** What a test in the lab has measured, for the table that `npm run lab` makes. */
export interface LabFigure {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: 's' | 'kB/s' | 'MB' | 'MB more' | '';
}

declare module 'vitest' {
  interface TaskMeta {
    labFigures?: LabFigure[];
  }
}

/** Notes a figure and holds it against its limit. */
export function note({ task }: TestContext, figure: LabFigure): void {
  (task.meta.labFigures ??= []).push(figure);
  expect(figure.value, figure.what).toBeLessThanOrEqual(figure.limit);
}

/** How long it takes until something has happened, in seconds; noted and held against its limit. */
export async function noteTime(
  context: TestContext,
  what: string,
  limitMs: number,
  happens: () => Promise<unknown>,
): Promise<void> {
  const startMs = performance.now();
  await happens();
  const value = Math.round(performance.now() - startMs) / 1_000;
  note(context, { what, value, limit: limitMs / 1_000, unit: 's' });
}
