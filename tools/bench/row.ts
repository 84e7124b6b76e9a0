import type { Figure } from './figures.ts';

/** One line of the printed table. */
export interface Line {
  readonly what: string;
  readonly figure: Figure;
  readonly unit: string;
  /** What it should be, in words; empty where it is only told. */
  readonly target: string;
}

/** What a row is measured with. */
export interface Bench {
  /** How often each thing is done; what is compared is done in turn. */
  readonly runs: number;
  /** The size of a large game. */
  readonly bytes: number;
  /** An empty folder, in memory where that holds a large game several times; removed afterwards. */
  readonly folder: string;
  /** Tells the one who waits how it goes. */
  readonly say: (text: string) => void;
  /** Tells what can't be compared here, and why. */
  readonly missing: (anchor: string) => void;
}

/** Something to measure: one file in rows/, named in rows.ts, chosen with `--rows`. */
export interface Row {
  readonly name: string;
  /** What it measures, for `--help`. */
  readonly about: string;
  /** Measures, and leaves no process behind, even when it throws. */
  measure(bench: Bench): Promise<readonly Line[]>;
}
