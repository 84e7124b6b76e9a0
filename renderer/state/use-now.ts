import { useEffect, useState } from 'react';

/** Often enough for "5 minutes ago". */
const TICK_MS = 20_000;

/** The wall time in milliseconds since 1970, a few times a minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, TICK_MS);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}
