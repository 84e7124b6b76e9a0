import { cpSync, existsSync, readFileSync, renameSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, runNpm, runQuietly, say } from '../child.mjs';
import { cached } from './cache.mjs';
import { providePackages } from './system-packages.mjs';

const MODULES = join(root, 'node_modules');
const BINDING = 'better_sqlite3.node';
// Programs, which Debian has in packages of the same name.
const COMPILER = ['g++', 'make', 'python3'];

/** A better-sqlite3 binding for an Electron that lacks Node-API 10, built the first time. */
export async function fallbackSqlite(electronVersion) {
  const { version } = JSON.parse(
    readFileSync(join(MODULES, 'better-sqlite3', 'package.json'), 'utf8'),
  );
  const folder = await cached(`better-sqlite3-${version}-electron-${electronVersion}-1`, make);
  return join(folder, BINDING);
}

function make(folder, draft) {
  const missing = COMPILER.filter((program) => !runQuietly(program, ['--version']).ok);
  if (missing.length > 0) providePackages(missing, 'To build SQLite');
  say('Building SQLite for it. This takes a minute …');
  const source = join(draft, 'better-sqlite3');
  cpSync(join(MODULES, 'better-sqlite3'), source, { recursive: true });
  cpSync(join(MODULES, 'node-addon-api'), join(draft, 'node_modules', 'node-addon-api'), {
    recursive: true,
  });
  askForOlderApi(join(source, 'binding.gyp'));

  const env = { ...process.env, ...headers() };
  const built = runNpm(['run', 'build-release'], { cwd: source, env });
  if (!built.ok) {
    throw new Error(
      `${built.output}\nSQLite could not be built. It needs a C++ compiler, make and Python.`,
    );
  }
  renameSync(join(source, 'build', 'Release', BINDING), join(folder, BINDING));
}

// The two functions of Node-API 10 that better-sqlite3 uses were there before, as experimental ones.
function askForOlderApi(gypFile) {
  const gyp = readFileSync(gypFile, 'utf8');
  const older = gyp.replace(
    "'NAPI_VERSION=10'",
    "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NO_WARNING'",
  );
  if (older === gyp) throw new Error('better-sqlite3 is built in another way than this was for.');
  writeFileSync(gypFile, older);
}

// A system's Node often has its headers beside it; node-gyp would fetch some from nodejs.org.
function headers() {
  const nodes = [process.env.npm_node_execpath, '/usr/local/bin/node', '/usr/bin/node'];
  const prefixes = nodes
    .filter((node) => node !== undefined && existsSync(node))
    .map((node) => dirname(dirname(realpathSync(node))));
  const prefix = prefixes.find((path) => existsSync(join(path, 'include', 'node', 'node_api.h')));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}
