/** What is going on in the window, as the bar at its foot says. */
export type Phase = 'idle' | 'downloading' | 'unpacking';

/** What the page has noted of itself; times are its own, in milliseconds. */
export interface PageNotes {
  readonly phases: { readonly atMs: number; readonly phase: Phase }[];
  /** From a key's own time to the paint that followed it; shorter than 16 ms is not told. */
  readonly keys: { readonly atMs: number; readonly durationMs: number }[];
  /** When the page drew, while `isScrolling`. */
  readonly frames: number[];
  isScrolling: boolean;
}

/** Runs in the page: notes phases, and how long each key took to be painted (Event Timing). */
export function watchPage(): void {
  const notes: PageNotes = { phases: [], keys: [], frames: [], isScrolling: false };
  Object.assign(globalThis, { benchNotes: notes });

  const bar = document.querySelector('[data-testid="downloads"]');
  const notePhase = (): void => {
    const text = bar?.textContent ?? '';
    const busy = /Downloading|Checking|Waiting/.test(text) ? 'downloading' : 'idle';
    const phase = text.includes('Unpacking') ? 'unpacking' : busy;
    if (notes.phases.at(-1)?.phase !== phase) {
      notes.phases.push({ atMs: performance.now(), phase });
    }
  };
  notePhase();
  if (bar) {
    const changes = { characterData: true, childList: true, subtree: true };
    new MutationObserver(notePhase).observe(bar, changes);
  }

  new PerformanceObserver((list) => {
    for (const { name, startTime, duration } of list.getEntries()) {
      if (name === 'keydown') notes.keys.push({ atMs: startTime, durationMs: duration });
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);

  const noteFrame = (atMs: number): void => {
    if (notes.isScrolling) notes.frames.push(atMs);
    requestAnimationFrame(noteFrame);
  };
  requestAnimationFrame(noteFrame);
}
