import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LanspreadError } from '../../shared/errors.ts';
import { asFailure } from './failure.ts';

const GAME = join('/home', 'me', 'games', 'ggoo');

it.each([
  ['ENOSPC', join(GAME, 'maps', 'a.bsp'), 'no-space', 'ggoo/maps/a.bsp: the disk is full.'],
  ['EBUSY', join(GAME, 'local'), 'io-error', 'ggoo/local is in use. Close the game'],
  ['EACCES', GAME, 'io-error', 'ggoo may not be changed.'],
  ['ENAMETOOLONG', join(GAME, '.lanspread-staging', 'files', 'a', 'b'), 'io-error', 'ggoo/a/b has'],
  ['EIO', join(GAME, '..'), 'io-error', "ggoo can't be read or written."],
  ['EIO', join(GAME, 'a\u001b[31m\u202e'), 'io-error', 'ggoo/a?[31m? can'],
])('%s at %j is told without path or code', (code, path, told, message) => {
  const failure = asFailure(Object.assign(new Error(`${code} ${path}`), { code, path }), GAME);
  expect(failure).toBeInstanceOf(LanspreadError);
  expect(failure).toMatchObject({ code: told });
  expect((failure as LanspreadError).message.startsWith(message)).toBe(true);
  expect((failure as LanspreadError).message).not.toMatch(/home|E[A-Z]{2,}/);
});

it('leaves a bug and a failure that is told already as they are', () => {
  for (const error of [new TypeError('bug'), new LanspreadError('io-error', 'told')]) {
    expect(asFailure(error, GAME)).toBe(error);
  }
});
