import { describe, expect, it } from 'vitest';
import { cnc4, ggoo, january } from '../../fixtures/engine/room.ts';
import type { Availability, GameRow } from '../../shared/domain/game.ts';
import type { EngineEvent } from '../../shared/events.ts';
import { MAX_DONE } from './done-list.ts';
import { type Facts, learn, NO_FACTS } from './facts.ts';
import { MAX_NOTICES, withoutNotice } from './notices.ts';
import { transferRow } from './transfer-row.ts';

const failed = {
  type: 'download-failed',
  gameId: ggoo,
  code: 'no-space',
  message: 'No space to download ggoo: it needs 5 MB for ggoo/data.',
} as const;

function learnAll(events: readonly (EngineEvent | readonly [number, EngineEvent])[]): Facts {
  return events.reduce((facts, entry) => {
    const [nowMs, event] = 'type' in entry ? [0, entry] : entry;
    return learn(facts, event, { nowMs, wallMs: 1000 + nowMs, titleOf: () => 'Globulation' });
  }, NO_FACTS);
}

describe('what events tell', () => {
  it('keeps a failure until a new try begins', () => {
    expect(learnAll([failed]).failures.get(ggoo)?.code).toBe('no-space');
    const again = learnAll([failed, { type: 'install-begin', gameId: ggoo }]);
    expect(again.failures.size).toBe(0);
  });

  it('says a failure with the title in place of the id, and leaves paths as they are', () => {
    const [notice] = learnAll([failed]).notices.rows;
    expect(notice?.text).toBe('No space to download Globulation: it needs 5 MB for ggoo/data.');
  });

  it('does not tell the player of what the player stopped', () => {
    const facts = learnAll([{ ...failed, code: 'cancelled' }]);
    expect(facts.notices.rows).toEqual([]);
    expect(facts.done).toEqual([]);
  });

  it('says the same thing once, in front', () => {
    const other = { ...failed, gameId: cnc4, message: 'Something else.' } as const;
    const { rows } = learnAll([failed, other, failed]).notices;
    expect(rows.map(({ gameId }) => gameId)).toEqual([ggoo, cnc4]);
  });

  it(`keeps ${MAX_NOTICES} messages, and takes away what was read`, () => {
    const events = Array.from({ length: 50 }, (_, number) => ({
      ...failed,
      message: `Message ${number}`,
    }));
    const { notices } = learnAll(events);
    expect(notices.rows.map(({ text }) => text)).toEqual(
      [49, 48, 47, 46, 45].map((number) => `Message ${number}`),
    );
    const [first] = notices.rows;
    expect(withoutNotice(notices, first?.id ?? 0).rows).toHaveLength(MAX_NOTICES - 1);
  });

  it(`remembers the last ${MAX_DONE} things that were finished, newest first`, () => {
    const finished = Array.from({ length: 30 }, (_, bytes) => ({
      ...({ type: 'download-finished', gameId: ggoo, version: january } as const),
      ...{ bytes, seconds: 1, sources: [] },
    }));
    const { done } = learnAll(finished);
    expect(done).toHaveLength(MAX_DONE);
    expect(done[0]?.bytes).toBe(29);
  });

  it('measures how fast an install is, and how long it took', () => {
    const progress = { type: 'install-progress', gameId: ggoo, bytesTotal: 300 } as const;
    const facts = learnAll([
      { type: 'install-begin', gameId: ggoo },
      [1000, { ...progress, bytesDone: 100 }],
    ]);
    expect(facts.progress.get(ggoo)).toMatchObject({ bytesPerSecond: 100, etaSeconds: 2 });
    const { done } = learnAll([
      { type: 'install-begin', gameId: ggoo },
      [1000, { ...progress, bytesDone: 300 }],
      [1500, { type: 'install-finished', gameId: ggoo }],
    ]);
    expect(done[0]).toEqual({
      ...{ gameId: ggoo, what: 'installed', bytes: 300, seconds: 1.5, atMs: 2500 },
    });
  });

  it('S13: shows how far a look at every file is, from the first byte to the last', () => {
    const verify = { type: 'verify-progress', gameId: ggoo, bytesTotal: 300 } as const;
    const begun = [
      { type: 'install-begin', gameId: ggoo },
      { ...verify, bytesDone: 0 },
      [1000, { ...verify, bytesDone: 100 }],
    ] as const;
    expect(learnAll(begun).progress.get(ggoo)).toMatchObject({
      ...{ bytesDone: 100, bytesTotal: 300, bytesPerSecond: 100, etaSeconds: 2 },
    });
    expect(learnAll([...begun, { ...verify, bytesDone: 300 }]).progress.has(ggoo)).toBe(false);
  });
});

describe('progress', () => {
  it('stands still where a download is paused or waits, and keeps how far it has come', () => {
    const begun: readonly EngineEvent[] = [
      {
        ...{ type: 'download-begin', gameId: ggoo, version: january, bytesTotal: 10, bytesKept: 4 },
        sources: [],
      },
      {
        ...{ type: 'download-progress', gameId: ggoo, bytesDone: 6, bytesTotal: 10 },
        ...{ bytesPerSecond: 2, etaSeconds: 2, sources: [] },
      },
    ];
    const paused = { type: 'download-paused', gameId: ggoo } as const;
    expect(learnAll([...begun, paused]).progress.get(ggoo)).toMatchObject({
      ...{ bytesDone: 6, bytesTotal: 10, bytesPerSecond: 0, etaSeconds: null },
    });
    expect(learnAll([paused]).progress.size).toBe(0);
  });
});

describe('a transfer row', () => {
  const progress = {
    ...{ sinceMs: 0, bytesDone: 10, bytesTotal: 10, bytesPerSecond: 0, etaSeconds: 0 },
    sources: [],
  };

  const at = (availability: Availability, queue: GameRow['queue'] = null) => ({
    ...{ id: ggoo, availability, queue },
  });
  const paused = { state: 'paused', position: 2, bytesDone: 3, bytesTotal: 9 } as const;

  it('is there too where a download waits or is paused, as far as it had come', () => {
    expect(transferRow(at('Absent', paused), undefined)).toMatchObject({
      ...{ step: 'downloading', queue: { state: 'paused', position: 2 } },
      ...{ bytesDone: 3, bytesTotal: 9, bytesPerSecond: 0 },
    });
    expect(transferRow(at('Verifying', paused), undefined)).toMatchObject({
      ...{ step: 'verifying', queue: null },
    });
    expect(transferRow(at('Installing', paused), undefined)).toMatchObject({
      ...{ step: 'unpacking', bytesDone: 0 },
    });
  });

  it('is there exactly while something is being done', () => {
    expect(transferRow(at('Ready'), progress)).toBeUndefined();
    expect(transferRow(at('Absent'), undefined)).toBeUndefined();
    expect(transferRow(at('Removing'), undefined)?.step).toBe('removing');
  });

  it('is checking once all bytes are here', () => {
    expect(transferRow(at('Downloading'), progress)?.step).toBe('checking');
    expect(transferRow(at('Downloading'), { ...progress, bytesDone: 9 })?.step).toBe('downloading');
    expect(transferRow(at('Downloading'), undefined)?.step).toBe('downloading');
  });
});
