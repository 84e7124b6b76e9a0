import { cp, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import { type FaultPlan, faultyRuntime } from '../../fixtures/faults/fault-plan.ts';
import { treeHashes, type TreeHashes } from '../../fixtures/games/tree-hashes.ts';
import { type Peer, type PeerHome } from './peer.ts';
import { BUILT, type Runtime } from './program.ts';

/** The built program, with faults on its disk. */
export function faulty(plan: FaultPlan): Runtime {
  const { args, env } = faultyRuntime(plan);
  return { command: BUILT.command, args: [...args, ...BUILT.args], env };
}

/** Every few steps, further apart the later: 1, 2, 5, 10, 17 … */
export function* pointsFrom(first: number): Generator<number> {
  let point = first;
  for (let gap = 1; ; gap += 2) {
    yield point;
    point += gap;
  }
}

/** Keeps a peer's folders as they are, for `restore`; the peer must have ended. */
export async function keep(home: PeerHome): Promise<void> {
  await rm(templateOf(home), { recursive: true, force: true });
  await cp(dirname(home.gamesDir), templateOf(home), { recursive: true, preserveTimestamps: true });
}

/** Makes a peer's folders what they were when kept. */
export async function restore(home: PeerHome): Promise<void> {
  const folder = dirname(home.gamesDir);
  await rm(folder, { recursive: true, force: true });
  await cp(templateOf(home), folder, { recursive: true, preserveTimestamps: true });
}

/** Whether the disk of a home that was killed holds a lie: a sentinel beside anything but a whole version. */
export async function expectNoLie(
  home: PeerHome,
  wholes: readonly TreeHashes[],
  gameId = 'ggoo',
): Promise<void> {
  const all = await treeHashes(home.gamesDir);
  const game = Object.entries(all).flatMap(([path, hash]) =>
    path.startsWith(`${gameId}/`) ? [[path.slice(gameId.length + 1), hash] as const] : [],
  );
  const content = game.filter(([path]) => !/^(local\/|\.lanspread|$)/.test(path));
  if (!content.some(([path]) => path === 'version.ini')) return;
  expect(wholes).toContainEqual(Object.fromEntries(content));
}

/** Nothing of ours is left but what a later download goes on with. */
export function expectTidy(tree: TreeHashes): void {
  const ours = Object.keys(tree).filter((path) => /(^|\/)\.lanspread[^/]*\/$/.test(path));
  expect(ours.filter((path) => !path.endsWith('.lanspread-staging/'))).toEqual([]);
}

/** Resolves with true once a peer has done as it was told, with false if it died instead. */
export async function survives(act: Promise<unknown>, peer: Peer): Promise<boolean> {
  const outcome = await Promise.race([
    act.then(
      () => 'done',
      () => 'failed',
    ),
    peer.program.ended.then(() => 'ended'),
  ]);
  if (outcome === 'done') return true;
  await peer.program.ended;
  return false;
}

function templateOf(home: PeerHome): string {
  return `${dirname(home.gamesDir)}.kept`;
}
