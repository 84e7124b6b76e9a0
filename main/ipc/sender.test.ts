import { expect, it } from 'vitest';
import { isOwnPage } from './sender.ts';

const own = { url: 'app://lanspread/index.html', isTopFrame: true, isOwnWindow: true };

it('hears the page that this program shows', () => {
  expect(isOwnPage(own)).toBe(true);
});

it.each([
  ['an iframe', { ...own, isTopFrame: false }],
  ['a window that somebody else opened', { ...own, isOwnWindow: false }],
  ['a frame that is gone', { ...own, url: undefined }],
  ['another host', { ...own, url: 'app://evil/index.html' }],
  ['a host that begins alike', { ...own, url: 'app://lanspread.evil/index.html' }],
  ['a web page', { ...own, url: 'https://lanspread/index.html' }],
  ['a file', { ...own, url: 'file:///tmp/app://lanspread/index.html' }],
  ['an empty page', { ...own, url: 'about:blank' }],
  ['no address at all', { ...own, url: '' }],
])('L6: does not hear %s', (_who, sender) => {
  expect(isOwnPage(sender)).toBe(false);
});
