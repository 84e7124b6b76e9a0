import { expect, it } from 'vitest';
import { LanspreadError } from '../../../shared/errors.ts';
import { asDiskFailure } from './disk-failure.ts';

it.each([
  ['ENOSPC', 'no-space', 'ggoo/a.eti: the disk is full.'],
  ['EDQUOT', 'no-space', 'ggoo/a.eti: the disk is full.'],
  ['EBUSY', 'io-error', 'ggoo/a.eti is in use. Close the game'],
  ['EACCES', 'io-error', 'ggoo/a.eti may not be changed.'],
  ['EROFS', 'io-error', 'ggoo/a.eti: the disk is read-only.'],
  ['EFBIG', 'io-error', 'ggoo/a.eti is too large for this disk.'],
  ['ENAMETOOLONG', 'io-error', 'ggoo/a.eti has a name too long for this disk.'],
  ['ENOENT', 'io-error', 'ggoo/a.eti is not there any more.'],
  ['EMFILE', 'io-error', 'ggoo/a.eti: too many files are open.'],
  ['EIO', 'io-error', "ggoo/a.eti can't be read or written."],
])('%s is told without the path or the code of the system', (code, told, begin) => {
  const error = Object.assign(new Error(`${code}: open '/home/ann/games/ggoo/a.eti'`), { code });
  const failure = asDiskFailure(error, 'ggoo/a.eti');
  expect(failure).toMatchObject({ code: told, cause: error });
  const { message } = failure as LanspreadError;
  expect(message.startsWith(begin)).toBe(true);
  expect(message).not.toMatch(/\/home|E[A-Z]{3,}/);
});

it('leaves a bug and a failure that is told already as they are', () => {
  for (const error of [new TypeError('bug'), new LanspreadError('io-error', 'told')]) {
    expect(asDiskFailure(error, 'ggoo/a.eti')).toBe(error);
  }
});
