import { expect, it } from 'vitest';
import { uploadLimitNow } from './upload-limit.ts';

it.each([
  { uploadLimit: 0, playingUploadLimit: 4, isPlaying: false, holds: 0 },
  { uploadLimit: 0, playingUploadLimit: 4, isPlaying: true, holds: 4 },
  { uploadLimit: 2, playingUploadLimit: 4, isPlaying: true, holds: 2 },
  { uploadLimit: 9, playingUploadLimit: 4, isPlaying: true, holds: 4 },
  { uploadLimit: 9, playingUploadLimit: 0, isPlaying: true, holds: 9 },
])('Q14: of $uploadLimit and $playingUploadLimit, playing: $isPlaying, holds $holds', (choice) => {
  expect(uploadLimitNow(choice, choice.isPlaying)).toBe(choice.holds);
});
