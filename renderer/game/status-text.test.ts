import { describe, expect, it } from 'vitest';
import { aGameCard } from '../../fixtures/window/a-game-card.ts';
import { aTransfer } from '../../fixtures/window/a-transfer.ts';
import type { QueueState } from '../../shared/domain/queue.ts';
import type { Version } from '../../shared/domain/version.ts';
import type { GameCard, TransferRow } from '../../shared/window/state.ts';
import { en } from '../strings/en.ts';
import { createFormats } from '../strings/formats.ts';
import { statusText } from './status-text.ts';

const formats = createFormats('en-GB');

function line(card: Partial<GameCard>, transfer?: TransferRow, freeBytes: number | null = 1e12) {
  const facts = { card: aGameCard(card), transfer, freeBytes };
  const { text, tone } = statusText(facts, en, formats);
  return `${text.replaceAll('\u00A0', ' ')} (${tone})`;
}

describe('the grey line', () => {
  it('tells how fast and how long while something arrives', () => {
    const transfer = aTransfer({ bytesPerSecond: 105e6, etaSeconds: 20 });
    expect(line({ state: 'downloading' }, transfer)).toBe('105 MB/s · 20 s left (busy)');
    expect(line({}, { ...transfer, etaSeconds: null })).toBe('105 MB/s (busy)');
  });

  it('tells how far while something is checked or unpacked', () => {
    expect(line({}, aTransfer({ step: 'unpacking' }))).toBe('Unpacking 50 % (busy)');
    expect(line({}, aTransfer({ step: 'checking', bytesTotal: 0 }))).toBe('Checking (busy)');
  });

  it('tells that a download waits, for its turn or for a PC', () => {
    const held = (state: QueueState) => aTransfer({ queue: { state, position: 0 } });
    expect(line({}, held('waiting'))).toBe('Waiting (busy)');
    expect(line({}, held('no-holder'))).toBe('Waiting for a PC that has it (busy)');
    const cutOff = aTransfer({ bytesPerSecond: 0, sources: [] });
    expect(line({}, cutOff)).toBe('Waiting for a PC that has it (busy)');
  });

  it('tells that a download is paused, and why', () => {
    const held = (state: QueueState) => aTransfer({ queue: { state, position: 0 } });
    expect(line({}, held('paused'))).toBe('Paused (busy)');
    expect(line({}, held('no-space'))).toBe('Disk full, paused (bad)');
  });

  it('tells the size of a game at rest, or its genre where no size is known', () => {
    expect(line({})).toBe('1 GB (plain)');
    expect(line({ size: 0 })).toBe('First-person shooter (plain)');
  });

  it('tells what is wrong', () => {
    const lastFailure = { code: 'no-space', message: '' } as const;
    expect(line({ lastFailure })).toBe('Not enough space (bad)');
    expect(line({}, undefined, 400e6)).toBe('Needs 600 MB more (bad)');
  });

  it('tells that a server runs, and that a copy is damaged', () => {
    expect(line({ state: 'installed', isHosting: true })).toBe('Your server is running (good)');
    expect(line({ state: 'installed', isDamaged: true })).toBe('Damaged, needs repair (bad)');
  });

  it('tells of a newer version, also where its day is not known', () => {
    const newestVersion = '20250301' as Version;
    expect(line({ state: 'update', newestVersion })).toBe('New: 1 Mar 2025 (plain)');
    expect(line({ state: 'update' })).toBe('Update available (plain)');
  });
});
