import { afterEach, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import { connectTo } from './connect-to.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('tells who is here now, and asks without the spaces that were typed', async () => {
  const run = vi.fn(() => Promise.resolve({ ok: true, data: { name: 'Ben-PC' } }));
  vi.stubGlobal('window', { lanspread: { run } });
  expect(await connectTo(' 10.0.0.7:47800 ')).toEqual({ type: 'connected', name: 'Ben-PC' });
  expect(run).toHaveBeenCalledWith('connect', { address: '10.0.0.7:47800' });
});

it.each<[ErrorCode, object]>([
  ['bad-argument', { type: 'no-address' }],
  ['peer-unreachable', { type: 'silent', address: 'x' }],
  ['timeout', { type: 'silent', address: 'x' }],
  ['peer-refused', { type: 'refused', address: 'x', message: 'Why.' }],
  ['io-error', { type: 'other', message: 'Why.' }],
])('says in its own words why %s', async (code, result) => {
  const error = { code, message: 'Why.' };
  vi.stubGlobal('window', { lanspread: { run: () => Promise.resolve({ ok: false, error }) } });
  expect(await connectTo('x')).toEqual(result);
});
