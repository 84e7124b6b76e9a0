import { describe, expect, it } from 'vitest';
import type { LanspreadError } from '../../shared/errors.ts';
import { onDisk, unpackFailure } from './on-disk.ts';

const PLACE = { label: 'ggoo/ggoo.eti', path: 'maps/wake.map' };

describe('a failure of the disk while unpacking', () => {
  it.each([
    ['ENOSPC', 'no-space'],
    ['EEXIST', 'archive-unsafe'],
    ['ELOOP', 'archive-unsafe'],
    ['ENOTDIR', 'archive-unsafe'],
    ['EACCES', 'io-error'],
  ])('%s is %s, and names the archive and the entry', (code, expected) => {
    const failure = unpackFailure(errorOf(code), PLACE);
    expect(failure).toMatchObject({ code: expected });
    const { message } = failure as LanspreadError;
    expect(message).toContain('ggoo/ggoo.eti');
    expect(message).toContain('"maps/wake.map"');
    expect(message).not.toMatch(/\/home|E[A-Z]{3,}/);
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
