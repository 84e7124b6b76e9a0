import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { QuietNet } from '../net/quiet-net.ts';
import type { AnchorKind } from './anchor.ts';
import { Torrent } from './torrent.ts';

const NAME = 'WebTorrent';
const SCRIPT = join(import.meta.dirname, 'webtorrent.mjs');

/** WebTorrent between two programs of Node, where it was installed with `npm install --global webtorrent`. */
export const webtorrent: AnchorKind = {
  name: NAME,
  missing: () => QuietNet.missing() ?? (moduleFile() === undefined ? 'webtorrent' : undefined),
  make: () => {
    const module = pathToFileURL(moduleFile() ?? '').href;
    // It listens on every card that it sees: so both ends see none.
    return new Torrent({
      name: NAME,
      script: [process.execPath, SCRIPT, module],
      net: new QuietNet(),
    });
  },
};

function moduleFile(): string | undefined {
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  const global = execFileSync('npm', ['root', '--global'], { encoding: 'utf8', stdio }).trim();
  return [...(process.env['NODE_PATH'] ?? '').split(delimiter), global]
    .filter((root) => root !== '')
    .map((root) => join(root, 'webtorrent', 'index.js'))
    .find((file) => existsSync(file));
}
