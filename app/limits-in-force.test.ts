import { expect, it } from 'vitest';
import { LimitsInForce } from './limits-in-force.ts';

it('Q14: holds giving to its own limit for as long as a game is played, whatever is chosen then', () => {
  const applied: number[] = [];
  const choices = { downloadLimit: 0, uploadLimit: 9, playingUploadLimit: 4 };
  const limits = new LimitsInForce(choices, ({ uploadLimit }) => applied.push(uploadLimit));
  limits.setPlaying(true);
  limits.setPlaying(true);
  limits.change({ ...choices, uploadLimit: 2 });
  limits.change({ ...choices, uploadLimit: 0 });
  limits.setPlaying(false);
  expect(applied).toEqual([4, 2, 4, 0]);
});
