import { describe, expect, it } from 'vitest';
import { isInstalled } from './installed.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-zod' },
    'node_modules/binding-darwin': { version: '1.0.0', integrity: 'sha512-mac', optional: true },
  },
};

const installedOf = (packages: object) => isInstalled(wanted, { packages });

describe('isInstalled', () => {
  it('asks for packages when npm never finished here', () => {
    expect(isInstalled(wanted, undefined)).toBe(false);
  });

  it('is content without the packages that are made for other systems', () => {
    expect(installedOf({ 'node_modules/zod': wanted.packages['node_modules/zod'] })).toBe(true);
  });

  it.each([
    { what: 'a missing package', packages: {} },
    { what: 'another version', packages: { 'node_modules/zod': { version: '4.6.6' } } },
    {
      what: 'other content under the same version',
      packages: { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-other' } },
    },
    {
      what: 'another version of an optional package',
      packages: {
        'node_modules/zod': wanted.packages['node_modules/zod'],
        'node_modules/binding-darwin': { version: '0.9.0', integrity: 'sha512-mac' },
      },
    },
  ])('notices $what', ({ packages }) => {
    expect(installedOf(packages)).toBe(false);
  });
});
