import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { Blake3Hasher } from '@napi-rs/blake-hash';
import Database from 'better-sqlite3';
import { app } from 'electron';

// Touches each thing that a wrong Electron would break, and tells what it saw as one line of JSON.
async function smoke() {
  const nativeBinding = process.env.LANSPREAD_SQLITE_BINDING;
  const database = new Database(':memory:', { ...(nativeBinding && { nativeBinding }) });
  const { sqlite } = database.prepare('SELECT sqlite_version() AS sqlite').get();
  database.close();

  const worker = new Worker(
    `require('node:worker_threads').parentPort.postMessage(process.versions.node)`,
    { eval: true },
  );
  const [workerNode] = await once(worker, 'message');

  const seen = {
    name: app.getName(),
    electron: process.versions.electron,
    chrome: process.versions.chrome,
    node: process.versions.node,
    workerNode,
    sqlite,
    blake3: new Blake3Hasher().update('lanspread').digest('hex'),
    arguments: process.argv.filter((argument) => argument === '--cli'),
    stdin: (await text(process.stdin)).trim(),
  };
  process.stdout.write(`${JSON.stringify(seen)}\n`);
}

// Not awaited: a top-level await of it would hold up what it waits for.
app
  .whenReady()
  .then(smoke)
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      app.exit(1);
    },
  );
