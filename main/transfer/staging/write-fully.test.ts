import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asDiskFailure } from '../../kit/disk/disk-failure.ts';
import { type Writable, writeFully } from './write-fully.ts';

it('D1: goes on after a short write, until all is where it belongs', async () => {
  const steps = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat(9),
      steps,
      async (bytes, at, most) => {
        const disk = Buffer.alloc(80);
        await writeFully(writingAtMost(disk, most), bytes, at);
        expect(disk.subarray(at, at + bytes.length)).toEqual(Buffer.from(bytes));
        expect(disk.subarray(at + bytes.length).every((byte) => byte === 0)).toBe(true);
      },
    ),
  );
});

it('S22, D1: a disk that takes nothing more is full', async () => {
  const writing = writeFully(writingAtMost(Buffer.alloc(10), [4, 0]), Buffer.alloc(10), 0);
  const error: unknown = await writing.catch((reason: unknown) => reason);
  expect(asDiskFailure(error, 'ggoo/ggoo.eti')).toMatchObject({
    code: 'no-space',
    message: 'ggoo/ggoo.eti: the disk is full. Free some space and try again.',
  });
});

it.each([
  ['ENOSPC', 'no-space'],
  ['EDQUOT', 'no-space'],
  ['EROFS', 'io-error'],
  ['EACCES', 'io-error'],
  ['EIO', 'io-error'],
  ['ELOOP', 'io-error'],
])('tells %s as %s, without its path', (code, told) => {
  const error = Object.assign(new Error(`${code}: /home/somebody`), { code });
  const failure = asDiskFailure(error, 'ggoo/a.bin');
  expect(failure).toMatchObject({ code: told });
  expect((failure as Error).message).toMatch(/^ggoo\/a\.bin[ :][^/]*$/);
});

it('passes a bug on as it is', () => {
  const bug = new TypeError('not a function');
  expect(asDiskFailure(bug, 'ggoo/a.bin')).toBe(bug);
});

function writingAtMost(disk: Buffer, most: readonly number[]): Writable {
  let turn = 0;
  return {
    write: (bytes, offset, length, position) => {
      const bytesWritten = Math.min(length, most[turn % most.length] ?? 0);
      turn += 1;
      disk.set(bytes.subarray(offset, offset + bytesWritten), position);
      return Promise.resolve({ bytesWritten });
    },
  };
}
