import { z } from 'zod';

// The shapes that events and results share.
export const gameId = z.string().regex(/^[a-z0-9._-]{1,64}$/);
export const peerId = z.string().regex(/^[0-9a-f]{32}$/);
export const address = z.string().regex(/^.+:[1-9][0-9]*$/);
export const version = z.string().regex(/^[0-9]{8}$/);
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const bytes = z.int().min(0);
export const speed = z.number().min(0);

export const gameFile = z.object({ path: z.string().min(1), size: bytes });

export const queueState = z.enum([
  'running',
  'installing',
  'waiting',
  'paused',
  'no-holder',
  'no-space',
]);

export const queueEntry = z.object({
  game_id: gameId,
  state: queueState,
  install: z.boolean(),
  bytes_done: bytes,
  bytes_total: bytes,
});

export const availability = z.enum([
  'Ready',
  'Absent',
  'LocalOnly',
  'Downloading',
  'Installing',
  'Uninstalling',
  'Removing',
  'Verifying',
]);
