import { expect, it } from 'vitest';
import { aPeerId } from '../../fixtures/engine/room.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import { UploadSpeeds } from './upload-speeds.ts';

const [anna, ben] = [aPeerId(1), aPeerId(2)];

function speedsAfter(looks: readonly Readonly<Partial<Record<PeerId, number>>>[]) {
  const speeds = new UploadSpeeds();
  const changes = looks.map((sent, index) =>
    speeds.look(Object.keys(sent) as PeerId[], (peerId) => sent[peerId] ?? 0, index * 1000),
  );
  return { changes, anna: speeds.of(anna), ben: speeds.of(ben) };
}

it('tells what each is given a second, and that it has changed', () => {
  expect(
    speedsAfter([
      { [anna]: 0, [ben]: 50 },
      { [anna]: 300, [ben]: 50 },
    ]),
  ).toEqual({ changes: [false, true], anna: 300, ben: 0 });
});

it('says nothing new while a speed stays the same', () => {
  const { changes } = speedsAfter([{ [anna]: 0 }, { [anna]: 5 }, { [anna]: 10 }, { [anna]: 10 }]);
  expect(changes).toEqual([false, true, false, true]);
});

it('begins anew for a peer that left and came back', () => {
  const gone = speedsAfter([{ [anna]: 0 }, { [anna]: 500 }, {}, { [anna]: 0 }]);
  expect(gone.anna).toBe(0);
  const atOnce = speedsAfter([{ [anna]: 500 }, { [anna]: 0 }]);
  expect(atOnce.anna).toBe(0);
});
