const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Fires once this process is told to end, or the one that started it is no more. */
export function askedToEnd(): AbortSignal {
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  for (const name of SIGNALS) process.on(name, end);
  process.on('disconnect', end);
  // Listening for its end is no reason to stay.
  process.channel?.unref();
  return ending.signal;
}
