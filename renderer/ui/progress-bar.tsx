import type { ReactElement } from 'react';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; undefined while nobody knows. */
  readonly part: number | undefined;
}

/** How far something has come. */
export function ProgressBar({ label, part }: ProgressBarProps): ReactElement {
  const percent = part === undefined ? undefined : Math.floor(part * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      data-unknown={part === undefined}
    >
      <div
        className="progress__done"
        style={part === undefined ? undefined : { transform: `scaleX(${part})` }}
      />
    </div>
  );
}
