import { expect, it } from 'vitest';
import { LARGE_ROOM_PAUSE, PING_MS, SESSION_SILENCE_MS } from './limits.ts';

const GONE_WITHIN_MS = 15_000;
const NAP_MS = 5_000;
/** A busy PC does what is due this much later. */
const LATE_MS = 500;

it('S25: who is gone is lost within 15 s, also by a busy PC', () => {
  expect(SESSION_SILENCE_MS + LATE_MS).toBeLessThanOrEqual(GONE_WITHIN_MS);
});

it.each([
  { room: 'a small room', pingMs: PING_MS },
  { room: 'a large room', pingMs: PING_MS * LARGE_ROOM_PAUSE },
])('S25: nobody is lost to a nap of 5 s in $room, however soon before a ping', ({ pingMs }) => {
  expect(pingMs + NAP_MS + LATE_MS).toBeLessThanOrEqual(SESSION_SILENCE_MS);
});
