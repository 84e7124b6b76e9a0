import { describe, expect, it } from 'vitest';
import { aPeerId } from '../../../fixtures/engine/room.ts';
import { allSettled } from '../../../fixtures/engine/waiting.ts';
import { MAX_ANSWERS_PER_PEER } from '../limits.ts';
import { AnswerTurns } from './answer-turns.ts';

const [greedy, modest] = [aPeerId(1), aPeerId(2)];

describe('the answers of one peer', () => {
  it('W20: are so many at a time; the others wait in order, and no other peer with them', async () => {
    const turns = new AnswerTurns();
    const given: number[] = [];
    const releases: (() => void)[] = [];
    for (let number = 0; number < MAX_ANSWERS_PER_PEER + 2; number += 1) {
      void turns.take(greedy).then((release) => {
        given.push(number);
        releases.push(release);
      });
    }
    await allSettled();
    expect(given).toEqual([...given.keys()].slice(0, MAX_ANSWERS_PER_PEER));
    (await turns.take(modest))();
    releases[0]?.();
    await allSettled();
    expect(given).toHaveLength(MAX_ANSWERS_PER_PEER + 1);
    releases[1]?.();
    await allSettled();
    expect(given).toEqual([...given.keys()]);
  });

  it('W20: begin anew when all are done', async () => {
    const turns = new AnswerTurns();
    for (let round = 0; round < 10; round += 1) (await turns.take(greedy))();
    const releases = [await turns.take(greedy), await turns.take(greedy)];
    expect(releases).toHaveLength(MAX_ANSWERS_PER_PEER);
  });
});
