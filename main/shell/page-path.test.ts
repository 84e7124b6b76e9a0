import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverUrl, wantedBy } from './page-path.ts';
import { ggoo } from '../../fixtures/engine/room.ts';

describe('what a request of the page is for', () => {
  it.each([
    ['app://lanspread/index.html', 'index.html'],
    ['app://lanspread/assets/index-B1x_2.js', 'assets/index-B1x_2.js'],
    ['app://lanspread/index.html?x=1#y', 'index.html'],
    // What addresses resolve to by themselves is looked for in the bundle, and is not there.
    ['app://lanspread/../../etc/passwd', 'etc/passwd'],
    ['app://lanspread/%2e%2e/%2e%2e/etc/passwd', 'etc/passwd'],
  ])('L5: %s is a file of the bundle', (url, path) => {
    expect(wantedBy(url)).toEqual({ type: 'file', path });
  });

  it.each([
    'app://lanspread/',
    'app://lanspread',
    'app://lanspread/..%5c..%5cetc/passwd',
    'app://lanspread/..\\..\\etc\\passwd%00',
    'app://lanspread/%2fetc/passwd',
    'app://lanspread//etc/passwd',
    'app://lanspread/index.html%00',
    'app://lanspread/index\0.html',
    'app://lanspread/a/.%2e/.%2e/b%2fc',
    'app://lanspread/.env',
    'app://lanspread/assets/.hidden',
    'app://lanspread/C:/Windows/win.ini',
    'app://x/index.html',
    'app://lanspread.evil/index.html',
    'app://user@lanspread/index.html',
    'app://lanspread:80/index.html',
    'https://lanspread/index.html',
    'file:///etc/passwd',
    'not an address',
    '',
    `app://lanspread/${'a'.repeat(1000)}`,
    'app://lanspread/cover/',
    'app://lanspread/cover/a/b',
    'app://lanspread/cover/..%2f..',
    'app://lanspread/cover/%2e%2e%2fetc',
    'app://lanspread/cover/CON',
  ])('L5: %s is for nothing', (url) => {
    expect(wantedBy(url)).toEqual({ type: 'nothing' });
  });

  it('finds a cover by its game', () => {
    expect(wantedBy(coverUrl(ggoo, '1234-56'))).toEqual({ type: 'cover', gameId: ggoo });
  });

  it('L5: lets no path through that could leave a folder, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath()), (tail) => {
        const wanted = wantedBy(`app://lanspread/${tail}`);
        if (wanted.type !== 'file') return;
        expect(wanted.path).toMatch(
          /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
        );
      }),
    );
  });
});
