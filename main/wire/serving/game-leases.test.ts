import { describe, expect, it } from 'vitest';
import type { GameId } from '../../../shared/domain/ids.ts';
import { GameLeases } from './game-leases.ts';

const ggoo = 'ggoo' as GameId;
const cnc4 = 'cnc4' as GameId;
const LONG_MS = 60_000;

describe('W15: a withdrawn game', () => {
  it('waits for the readers it has, and for nobody else', async () => {
    const leases = new GameLeases();
    const steps: string[] = [];
    const cut = (): void => {
      steps.push('cut');
    };
    const releases = [leases.take(ggoo, cut), leases.take(ggoo, cut)];
    leases.take(cnc4, cut);
    const ended = leases.ended(ggoo, LONG_MS).then(() => steps.push('ended'));
    releases[0]?.();
    steps.push('one left');
    releases[1]?.();
    await ended;
    expect(steps).toEqual(['one left', 'ended']);
  });

  it('cuts the readers that take too long, and waits for them no more', async () => {
    const leases = new GameLeases();
    const cuts: string[] = [];
    const release = leases.take(ggoo, () => cuts.push('slow'));
    await leases.ended(ggoo, 5);
    expect(cuts).toEqual(['slow']);
    release();
    await leases.ended(ggoo, LONG_MS);
  });

  it('is done at once where nobody reads', async () => {
    await new GameLeases().ended(ggoo, LONG_MS);
  });
});
