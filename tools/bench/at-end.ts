const steps = new Set<() => void>();
let isHeard = false;

/**
 * Has `step` done when this process ends, also when it is told to end in the middle of a row; what is
 * put right before is forgotten by calling what this gives. A step can wait for nothing: it runs at the
 * very end.
 */
export function atEnd(step: () => void): () => void {
  if (!isHeard) hear();
  steps.add(step);
  return () => {
    steps.delete(step);
  };
}

function hear(): void {
  isHeard = true;
  process.on('exit', () => {
    for (const step of steps) quietly(step);
  });
  // With these, Node would end without a word to anybody.
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  process.on('SIGHUP', () => process.exit(129));
}

function quietly(step: () => void): void {
  try {
    step();
  } catch {
    // The next one is to be done as well.
  }
}
