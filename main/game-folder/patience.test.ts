import { expect, it } from 'vitest';
import { whilePatient } from './patience.ts';

const AT_ONCE = [0, 0, 0];

it('tries again while another program holds the file', async () => {
  let tries = 0;
  const result = await whilePatient(() => {
    tries += 1;
    return tries < 3 ? Promise.reject(systemError('EBUSY')) : Promise.resolve('done');
  }, AT_ONCE);
  expect([result, tries]).toEqual(['done', 3]);
});

it.each([
  { code: 'EPERM', tries: 4 },
  { code: 'ENOENT', tries: 1 },
])('gives up on $code after $tries tries', async ({ code, tries }) => {
  let count = 0;
  const failing = whilePatient(() => {
    count += 1;
    return Promise.reject(systemError(code));
  }, AT_ONCE);
  await expect(failing).rejects.toThrow(code);
  expect(count).toBe(tries);
});

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
