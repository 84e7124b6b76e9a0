/** Lets all that waits for this thread have its turn: for between two steps that each take long. */
export function othersFirst(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
