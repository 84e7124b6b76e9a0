import { z } from 'zod';
import { parsePeerId } from '../../shared/domain/ids.ts';
import type { Access } from './access.ts';
import { branded, json } from './columns.ts';
import type { PeerTable } from './store.ts';

/** Peers remembered; the one met longest ago makes room for a new one. */
export const MAX_PEERS = 500;

const peerRow = z
  .object({ peer_id: branded(parsePeerId), name: z.string(), addresses: json(z.array(z.string())) })
  .transform(({ peer_id, name, addresses }) => ({ peerId: peer_id, name, addresses }));

/** Peers met before, the last one first. */
export function openPeerTable(access: Access): PeerTable {
  const all = access.prepare('SELECT peer_id, name, addresses FROM peers ORDER BY seen DESC');
  const put = access.prepare(
    'INSERT OR REPLACE INTO peers (peer_id, name, addresses) VALUES (?, ?, ?)',
  );
  const trim = access.prepare(
    'DELETE FROM peers WHERE seen <= (SELECT seen FROM peers ORDER BY seen DESC LIMIT 1 OFFSET ?)',
  );
  return {
    all: () => access.rows(peerRow, all),
    put: ({ peerId, name, addresses }) => {
      access.write(() => {
        put.run(peerId, name, JSON.stringify(addresses));
        trim.run(MAX_PEERS);
      });
    },
  };
}
