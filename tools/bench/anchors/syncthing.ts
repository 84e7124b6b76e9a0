import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor, AnchorKind, Fetched } from './anchor.ts';
import { isInstalled } from './installed.ts';
import { processorSecondsOf } from '../window/processes.ts';
import { SyncthingNode } from './syncthing-node.ts';

/** Syncthing to Syncthing: TLS and a SHA-256 of every block, as here. */
export const syncthing: AnchorKind = {
  name: 'Syncthing',
  missing: () => (isInstalled('syncthing') ? undefined : 'syncthing'),
  make: () => new Syncthing(),
};

class Syncthing implements Anchor {
  readonly name = 'Syncthing';
  #nodes: { readonly giver: SyncthingNode; readonly taker: SyncthingNode } | undefined;
  #file = '';
  #bytes = 0;

  async start({ folder, file, place }: Parameters<Anchor['start']>[0]): Promise<void> {
    this.#file = file;
    this.#bytes = (await stat(join(folder, file))).size;
    const giver = new SyncthingNode(join(place, 'giver'));
    const taker = new SyncthingNode(join(place, 'taker'));
    this.#nodes = { giver, taker };
    await giver.prepare();
    await taker.prepare();
    await giver.start(folder, 'sendonly', taker);
    await giver.resume();
    await giver.until(() => giver.hasScanned(this.#bytes));
  }

  // From the moment that it may begin, connected, until the file has its name.
  async fetch(folder: string): Promise<Fetched> {
    if (!this.#nodes) throw new Error('Syncthing was not started.');
    const { giver, taker } = this.#nodes;
    try {
      await taker.start(folder, 'receiveonly', giver);
      await taker.until(() => taker.isConnectedTo(giver));
      const worked = await workedBy(giver, taker);
      const start = performance.now();
      await taker.resume();
      await taker.until(async () => (await stat(join(folder, this.#file))).size === this.#bytes);
      const seconds = (performance.now() - start) / 1_000;
      return { seconds, processorSeconds: (await workedBy(giver, taker)) - worked };
    } finally {
      await taker.stop();
    }
  }

  async stop(): Promise<void> {
    await this.#nodes?.taker.stop();
    await this.#nodes?.giver.stop();
  }
}

async function workedBy(giver: SyncthingNode, taker: SyncthingNode): Promise<number> {
  return (await processorSecondsOf(giver.pid)) + (await processorSecondsOf(taker.pid));
}
