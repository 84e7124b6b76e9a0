import { describe, expect, it } from 'vitest';
import { aContent, aCopy, anOutline, hashedOf, noCopy } from '../../fixtures/engine/copies.ts';
import { FakeNetwork } from '../../fixtures/engine/fake-network.ts';
import { bf1942, ggoo, march } from '../../fixtures/engine/room.ts';
import { allSettled, deferred } from '../../fixtures/engine/waiting.ts';
import type { Offer } from '../../shared/domain/content.ts';
import { decodeOutline } from '../manifest/manifest-codec.ts';
import type { OperationKind } from './operations.ts';
import type { OwnGame } from './own-game.ts';
import { ServingGate } from './serving-gate.ts';

const HASHED = hashedOf(aContent());
const MANIFEST = { bytes: HASHED.manifest, hash: HASHED.manifestHash };
const READY: OwnGame = { scanned: aCopy(), manifest: undefined, isDamaged: false };

interface State {
  copy: OwnGame | undefined;
  kind: OperationKind | undefined;
  games: string;
}

function setUp(copy: OwnGame = READY) {
  const network = new FakeNetwork();
  const told: (Offer | undefined)[] = [];
  const state: State = { copy, kind: undefined, games: '/games' };
  const gate = new ServingGate({
    own: { find: (gameId) => (gameId === ggoo ? state.copy : undefined) },
    network,
    operationOf: () => state.kind,
    folderOf: (gameId) => `${state.games}/${gameId}`,
    changed: (_, offer) => told.push(offer),
  });
  return { gate, network, told, state };
}

// Nothing of such a copy is served or said to peers.
function expectShut(copy: OwnGame): void {
  const { gate, network, told } = setUp(copy);
  gate.update(ggoo);
  expect(network.calls).toEqual([]);
  expect(gate.offers()).toEqual([]);
  expect(told).toEqual([]);
}

describe('the serving gate', () => {
  it('S12.1: serves a whole copy: what the scan found, from its folder', () => {
    const { gate, network, told } = setUp();
    gate.update(ggoo);
    const content = aContent();
    const { version } = aCopy();
    expect(network.served.get(ggoo)).toEqual({
      ...{ gameId: ggoo, version, folder: '/games/ggoo', manifest: undefined },
      outline: content.outlineBytes,
      inodes: content.inodes,
    });
    expect(told).toEqual([
      {
        ...{ id: ggoo, version, size: content.size, manifestHash: undefined },
        outlineHash: content.outlineHash,
      },
    ]);
    expect(gate.offers()).toEqual(told);
  });

  it('S12.2: never serves a folder without a valid sentinel, installed or not', () => {
    expectShut({ ...READY, scanned: noCopy({ content: aContent(), installed: true }) });
  });

  it('S12.3: never serves content that some system could not hold', () => {
    expectShut({ ...READY, scanned: aCopy({ content: undefined }) });
  });

  it('S12.4: never serves a copy that was found damaged', () => {
    expectShut({ ...READY, isDamaged: true });
  });

  it('S12.1: never serves a game that the own library does not know', () => {
    const { gate, network } = setUp();
    gate.update(bf1942);
    expect(network.calls).toEqual([]);
  });

  it.each(['Downloading', 'Installing', 'Uninstalling', 'Removing', 'Verifying'] as const)(
    'S12.5: serves nothing of a game while this goes on: %s',
    (kind) => {
      const { gate, network, told, state } = setUp();
      gate.update(ggoo);
      state.kind = kind;
      gate.update(ggoo);
      expect(network.served.size).toBe(0);
      expect(told.at(-1)).toBeUndefined();
      state.kind = undefined;
      gate.update(ggoo);
      expect(network.served.has(ggoo)).toBe(true);
    },
  );

  it('S12.5: is shut only once nothing of the game is being served', async () => {
    const { gate, network } = setUp();
    gate.update(ggoo);
    const served = deferred();
    network.onWithdraw = () => served.promise;
    let isShut = false;
    const shut = gate.shut(ggoo).then(() => (isShut = true));
    await allSettled();
    expect(isShut).toBe(false);
    served.resolve();
    await shut;
  });

  it('S12.5: waits for the last request of a game that was shut before', async () => {
    const { gate, network } = setUp();
    await gate.shut(ggoo);
    expect(network.calls).toEqual(['withdraw ggoo']);
  });

  it('S12.7: lists no path below local/, for a list that holds one is none', () => {
    const content = aContent(anOutline({ path: 'local/save.dat', size: 1 }));
    expect(decodeOutline(content.outlineBytes)).toHaveProperty('problem');
  });

  it('S12.8: opens again with each change that peers must know', () => {
    const { gate, network, told, state } = setUp();
    gate.update(ggoo);
    state.copy = { ...READY, manifest: MANIFEST };
    gate.update(ggoo);
    state.copy = { ...READY, scanned: aCopy({ version: march }) };
    gate.update(ggoo);
    expect(told.map((offer) => [offer?.version, offer?.manifestHash])).toEqual([
      ['20250101', undefined],
      ['20250101', MANIFEST.hash],
      [march, undefined],
    ]);
    expect(network.calls).toEqual(Array.from({ length: 3 }, () => 'publish ggoo'));
  });

  it('S12.8: says and does nothing where nothing has changed', () => {
    const { gate, network, told, state } = setUp();
    gate.update(ggoo);
    state.copy = { ...READY, scanned: aCopy() };
    gate.update(ggoo);
    expect(network.calls).toEqual(['publish ggoo']);
    expect(told).toHaveLength(1);
  });

  it('S12.8: tells the wire, not the peers, of files that were replaced by their like', () => {
    const { gate, network, told, state } = setUp();
    gate.update(ggoo);
    const replaced = aContent(undefined, 500);
    state.copy = { ...READY, scanned: aCopy({ content: replaced }) };
    gate.update(ggoo);
    expect(network.served.get(ggoo)?.inodes).toEqual(replaced.inodes);
    expect(told).toHaveLength(1);
  });

  it('S12.8: publishes anew what the wire has lost, and only what is served', () => {
    const { gate, network, told } = setUp();
    gate.renew(ggoo);
    expect(network.calls).toEqual([]);
    gate.update(ggoo);
    gate.renew(ggoo);
    expect(network.calls).toEqual(['publish ggoo', 'publish ggoo']);
    expect(told).toHaveLength(1);
  });

  it('S12.8: follows the games folder to its new place', () => {
    const { gate, network, told, state } = setUp();
    gate.update(ggoo);
    state.games = '/elsewhere';
    gate.update(ggoo);
    expect(network.served.get(ggoo)?.folder).toBe('/elsewhere/ggoo');
    expect(told).toHaveLength(1);
  });

  it('S12.2: stops serving a copy that is gone', () => {
    const { gate, network, told, state } = setUp();
    gate.update(ggoo);
    state.copy = undefined;
    gate.update(ggoo);
    gate.update(ggoo);
    expect(network.calls).toEqual(['publish ggoo', 'withdraw ggoo']);
    expect(told).toHaveLength(2);
  });
});

describe('a pause of sharing', () => {
  it('S12.9: shuts every gate and takes back every offer, the wire first', () => {
    const { gate, network, told } = setUp();
    gate.update(ggoo);
    gate.setSharing(false, [ggoo]);
    expect(network.isSharing).toBe(false);
    expect(network.served.size).toBe(0);
    expect(gate.offers()).toEqual([]);
    expect(told.at(-1)).toBeUndefined();
  });

  it('S12.9: opens no gate meanwhile, and all of them afterwards', () => {
    const { gate, network, told } = setUp();
    gate.setSharing(false, []);
    gate.update(ggoo);
    expect(told).toEqual([]);
    gate.setSharing(true, [ggoo]);
    expect(network.isSharing).toBe(true);
    expect(network.served.has(ggoo)).toBe(true);
    expect(told).toMatchObject([{ id: ggoo }]);
  });
});
