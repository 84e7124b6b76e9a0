import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { printFigure } from './figures.ts';
import type { Line } from './row.ts';

/** What came of one row. */
export interface Measured {
  readonly row: string;
  readonly lines: readonly Line[];
  /** Why there are no lines. */
  readonly failure?: string;
}

/** What a whole bench tells. */
export interface Report {
  readonly bytes: number;
  readonly runs: number;
  /** Anchors that are not installed here. */
  readonly missing: readonly string[];
  readonly rows: readonly Measured[];
}

/** The report as a table for people, and for the README. */
export function printTable({ rows }: Report): string {
  const head = '| what | median (min to max) | unit | target |\n| --- | --- | --- | --- |';
  const lines = rows
    .flatMap((row) => row.lines)
    .map(
      ({ what, figure, unit, target }) =>
        `| ${what} | ${printFigure(figure)} | ${unit} | ${target} |`,
    );
  return [head, ...lines].join('\n');
}

/** Writes the report as JSON, with the machine that it was measured on. */
export async function writeReport(file: string, report: Report): Promise<void> {
  const machine = {
    ...{ platform: process.platform, arch: process.arch, node: process.versions.node },
    ...{ cpu: cpus()[0]?.model, cores: cpus().length, memory: totalmem() },
  };
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify({ machine, ...report }, undefined, 2)}\n`);
}
