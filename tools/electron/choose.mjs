import { say } from '../child.mjs';
import { fallbackElectron, hasFallback } from './fallback.mjs';
import { fetchOfficial, officialElectron } from './official.mjs';
import { provideLibraries } from './system-libraries.mjs';

/**
 * Finds an Electron that runs here and fetches it the first time: `{ executable, folder, version,
 * official, env }`, where `env` has what the program needs beside its own environment. Says on stderr which
 * one it is. Throws an Error whose message is for the user. Needs the project's Node.
 */
export async function ensureElectron() {
  const electron = await chooseElectron();
  say(
    electron.official
      ? `Electron ${electron.version}, the official one.`
      : `Electron ${electron.version}, the fallback for tests: see tools/electron/README.md.`,
  );
  provideLibraries(electron.executable);
  return electron;
}

async function chooseElectron() {
  const installed = officialElectron();
  if (installed !== undefined) return installed;
  // Who has the fallback was without GitHub before; another try may hang as long as the first did.
  if (hasFallback()) return await fallbackElectron();
  return fetchOfficial() ?? (await fallbackElectron());
}
