/**
 * Seeds a file, or fetches it, with WebTorrent over TCP; found by nobody.
 *
 *   webtorrent.mjs MODULE seed TORRENT FOLDER PORT    makes TORRENT of the one file in FOLDER, prints a line, seeds
 *   webtorrent.mjs MODULE fetch TORRENT FOLDER PORT   fetches from 127.0.0.1:PORT, prints the seconds it took
 *
 * MODULE is the URL of the package's own module.
 */
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

// It loads an add-on for WebRTC, which needs a compiler, even where it only uses TCP.
const WITHOUT_WEBRTC =
  'data:text/javascript,export const RTCPeerConnection = undefined, RTCSessionDescription = undefined, RTCIceCandidate = undefined; export default {};';
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'webrtc-polyfill'
      ? { url: WITHOUT_WEBRTC, shortCircuit: true }
      : next(specifier, context),
});

const [, , module, what, torrent, folder, port] = process.argv;
const { default: WebTorrent } = await import(module);

// No encryption, as it is without TLS elsewhere in this table; nobody is looked for.
const QUIET = {
  ...{ dht: false, tracker: false, lsd: false, utPex: false },
  ...{ natUpnp: false, natPmp: false, utp: false, secure: 0 },
};

await (what === 'seed' ? seed() : fetch());

async function seed() {
  const client = new WebTorrent({ ...QUIET, torrentPort: Number(port) });
  const [name] = await readdir(folder);
  const [seeding] = await new Promise((resolve) => {
    client.seed(join(folder, name), { announceList: [] }, (...given) => resolve(given));
  });
  await writeFile(torrent, seeding.torrentFile);
  process.stdout.write('seeding\n');
  // Whoever started it ends its input, at the latest by dying.
  process.stdin.resume().once('end', () => process.exit());
}

async function fetch() {
  const client = new WebTorrent(QUIET);
  const file = await readFile(torrent);
  const start = performance.now();
  const fetching = client.add(file, { path: folder });
  fetching.once('infoHash', () => fetching.addPeer(`127.0.0.1:${port}`));
  await once(fetching, 'done');
  process.stdout.write(`${(performance.now() - start) / 1_000}\n`);
  process.exit();
}
