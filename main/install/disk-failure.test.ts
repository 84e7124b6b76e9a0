import { describe, expect, it } from 'vitest';
import { LanspreadError } from '../../shared/errors.ts';
import { diskFailure, onDisk } from './disk-failure.ts';

const PLACE = { label: 'ggoo/ggoo.eti', path: 'maps/wake.map' };

describe('a failure of the disk', () => {
  it.each([
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
    ['EEXIST', 'archive-unsafe'],
    ['ELOOP', 'archive-unsafe'],
    ['ENOTDIR', 'archive-unsafe'],
    ['EACCES', 'io-error'],
    ['EFBIG', 'io-error'],
    ['EIO', 'io-error'],
  ])('%s is %s, without path or code of the system', (code, expected) => {
    const failure = diskFailure(errorOf(code), PLACE);
    expect(failure).toMatchObject({ code: expected });
    const { message } = failure as LanspreadError;
    expect(message).toContain('ggoo/ggoo.eti');
    expect(message).toContain('"maps/wake.map"');
    expect(message).not.toMatch(/\/home|E[A-Z]{3,}/);
  });

  it('is none where the error is a bug or foreseen already', () => {
    const bug = new TypeError('x is not a function');
    const foreseen = new LanspreadError('archive-invalid', 'It is damaged.');
    expect(diskFailure(bug, PLACE)).toBe(bug);
    expect(diskFailure(foreseen, PLACE)).toBe(foreseen);
  });

  it('leaves what goes well as it is', () => {
    expect(onDisk(PLACE, () => 7)).toBe(7);
    expect(() =>
      onDisk(PLACE, () => {
        throw errorOf('ENOSPC');
      }),
    ).toThrow(expect.objectContaining({ code: 'no-space' }));
  });

  function errorOf(code: string) {
    return Object.assign(new Error(`${code}: open '/home/ann/games/ggoo'`), { code });
  }
});
