import type { CallBackLine } from '../call-back/call-back-line.ts';
import { CarriedLink } from '../call-back/carried-link.ts';
import type { DataLink, LinkReader } from './data-link.ts';
import { dialLink, type DialledTarget } from './dialled-link.ts';

/**
 * Connects to a peer: by dialling it and, where that fails or takes long, by having it call back,
 * whichever comes about first. Fails like a dial.
 */
export async function reach(
  target: DialledTarget & { readonly callBacks?: CallBackLine | undefined },
  reader: LinkReader,
  signal: AbortSignal,
): Promise<DataLink> {
  const { callBacks, peerId } = target;
  if (callBacks === undefined) return dialLink(target, reader, signal);
  const race = new AbortController();
  const end = AbortSignal.any([signal, target.limit, race.signal]);
  const dialled = dialLink(target, reader, AbortSignal.any([signal, race.signal]));
  const calledBack = waitForTurn(dialled, callBacks.headStartMs(peerId), end).then(async () => {
    return new CarriedLink(await callBacks.ask(peerId, end), reader);
  });
  try {
    const first = await Promise.any([dialled, calledBack]);
    callBacks.note(peerId, first.isGreeted ? 'called-back' : 'dialled');
    for (const link of [dialled, calledBack]) destroyUnless(first, link);
    return first;
  } catch {
    // The dial says better what the matter is.
    return await dialled;
  } finally {
    race.abort();
  }
}

// Resolves when the dial has failed, or has had its time.
async function waitForTurn(
  dialled: Promise<unknown>,
  headStartMs: number,
  signal: AbortSignal,
): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, headStartMs);
    const go = (): void => {
      clearTimeout(timer);
      resolve();
    };
    dialled.catch(go);
    signal.addEventListener('abort', go, { once: true });
  });
  signal.throwIfAborted();
}

function destroyUnless(first: DataLink, other: Promise<DataLink>): void {
  other.then(
    (link) => {
      if (link !== first) link.destroy();
    },
    () => undefined,
  );
}
