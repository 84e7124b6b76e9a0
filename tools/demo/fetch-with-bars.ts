import type { ResultOf } from '../../e2e/party/contract.ts';
import type { Peer } from '../../e2e/party/peer.ts';

const WIDTH = 32;
const CLEAR_LINE = '\r\x1b[K';

interface Progress {
  readonly bytes_done: number;
  readonly bytes_total: number;
}

/** Downloads and installs a game; draws a bar for each step where `out` is a terminal. */
export async function fetchWithBars(
  peer: Peer,
  gameId: string,
  out: NodeJS.WriteStream,
): Promise<ResultOf<'download'>> {
  const draw = (): void => {
    if (out.isTTY) out.write(`${CLEAR_LINE}${currentBar(peer)}`);
  };
  peer.program.changes.on('change', draw);
  try {
    const summary = await peer.run('download', { game_id: gameId });
    if (out.isTTY) out.write(CLEAR_LINE);
    out.write(`  Downloading ${bar(1)}\n  Unpacking   ${bar(1)}\n`);
    return summary;
  } finally {
    peer.program.changes.off('change', draw);
  }
}

function currentBar(peer: Peer): string {
  const unpacking = peer.eventsOf('install-progress').at(-1);
  if (unpacking) return `  Unpacking   ${bar(share(unpacking))}`;
  const downloading = peer.eventsOf('download-progress').at(-1);
  return `  Downloading ${bar(downloading ? share(downloading) : 0)}`;
}

function share({ bytes_done, bytes_total }: Progress): number {
  return bytes_total > 0 ? bytes_done / bytes_total : 1;
}

function bar(done: number): string {
  const filled = Math.round(done * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(done * 100)} %`;
}
