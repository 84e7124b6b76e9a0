import { z } from 'zod';
import { parseGameId } from '../../shared/domain/ids.ts';
import type { Access } from './access.ts';
import { branded } from './columns.ts';
import type { QueueTable } from './store.ts';

const queueRow = z.object({
  game_id: branded(parseGameId),
  install: z.int(),
  patient: z.int(),
  paused: z.int(),
  bytes_done: z.int().min(0),
  bytes_total: z.int().min(0),
});

/** The queue of downloads, written as a whole: it is short, and its order is half of what it says. */
export function openQueueTable(access: Access): QueueTable {
  const all = access.prepare('SELECT * FROM queue ORDER BY position');
  const clear = access.prepare('DELETE FROM queue');
  const put = access.prepare(`
    INSERT INTO queue (position, game_id, install, patient, paused, bytes_done, bytes_total)
    VALUES (?, ?, ?, ?, ?, ?, ?)`);
  return {
    all: () =>
      access.rows(queueRow, all).map((row) => ({
        gameId: row.game_id,
        install: row.install === 1,
        patient: row.patient === 1,
        paused: row.paused === 1,
        bytesDone: row.bytes_done,
        bytesTotal: row.bytes_total,
      })),
    replace: (queue) => {
      access.write(() => {
        clear.run();
        queue.forEach(({ gameId, install, patient, paused, bytesDone, bytesTotal }, position) => {
          const flags = [install, patient, paused].map(Number);
          put.run(position, gameId, ...flags, bytesDone, bytesTotal);
        });
      });
    },
  };
}
