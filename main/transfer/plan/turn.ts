import type { SourceWork } from './source-work.ts';

/** Whose turn it is to be asked, and who else there is. */
export interface Turn {
  /** All that can be reached, the asker among them. */
  readonly sources: readonly SourceWork[];
  readonly asker: SourceWork;
  readonly nowMs: number;
}

/** The other sources, whoever takes longest with what it has first. */
export function slowestFirst({ sources, asker, nowMs }: Turn): readonly SourceWork[] {
  const rest = (source: SourceWork): number => source.restMs(nowMs) ?? Number.MAX_VALUE;
  return sources.filter((one) => one !== asker).sort((left, right) => rest(right) - rest(left));
}
