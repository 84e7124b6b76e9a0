import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { peerArguments, type PeerHome } from '../party/peer.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** An Electron that runs here, and what it needs in its environment. */
export interface ChosenElectron {
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
}

let chosen: ChosenElectron | undefined;

/** The Electron that is installed or made for tests. */
export function chosenElectron(): ChosenElectron {
  chosen ??= JSON.parse(
    execFileSync(process.execPath, [join(ROOT, 'tools/electron/ensure.mjs')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  ) as ChosenElectron;
  return chosen;
}

/** The arguments that start the program with a window on a peer's folders. */
export function windowArguments(home: PeerHome, flags: readonly string[] = []): readonly string[] {
  return bareArguments([...peerArguments(home), ...flags]);
}

/** The arguments that start the program with a window. */
export function bareArguments(flags: readonly string[]): readonly string[] {
  return [ROOT, '--no-sandbox', ...flags];
}

/** The environment of a window: the same language everywhere. */
export function windowEnvironment(extra: ChosenElectron['env'] = {}): Record<string, string> {
  const own = { ...chosenElectron().env, LANGUAGE: 'en' };
  return { ...(process.env as Record<string, string>), ...own, ...extra };
}
