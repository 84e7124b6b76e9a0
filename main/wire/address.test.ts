import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PORT, parseAddress, printAddress } from './address.ts';

describe('addresses', () => {
  it.each([
    { text: '192.168.0.7:1234', host: '192.168.0.7', port: 1234 },
    { text: ' 192.168.0.7 ', host: '192.168.0.7', port: DEFAULT_PORT },
    { text: 'gaming-pc.local:99', host: 'gaming-pc.local', port: 99 },
    { text: '[::1]:0', host: '::1', port: 0 },
    { text: '[fe80::1%eth0]:41641', host: 'fe80::1%eth0', port: 41_641 },
    { text: '::1', host: '::1', port: DEFAULT_PORT },
    { text: 'fe80::1%3', host: 'fe80::1%3', port: DEFAULT_PORT },
    { text: '[2001:db8::7]', host: '2001:db8::7', port: DEFAULT_PORT },
  ])('reads $text', ({ text, host, port }) => {
    expect(parseAddress(text)).toEqual({ host, port });
  });

  it.each([
    '',
    ':80',
    'host:',
    'host:65536',
    'host:-1',
    'host:80a',
    'a b:80',
    'http://host:80',
    '[::1',
    '[::1]80',
    '[host]:80',
    'host/path',
    'x'.repeat(254),
    'a\u202Eb:80',
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('shows an IPv4 host in IPv6 clothes as IPv4', () => {
    expect(printAddress({ host: '::ffff:10.0.0.1', port: 5 })).toBe('10.0.0.1:5');
  });

  it('reads what it has printed', () => {
    const host = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
    fc.assert(
      fc.property(host, fc.nat(65_535), (name, port) => {
        const parsed = parseAddress(printAddress({ host: name, port }));
        expect(parsed?.port).toBe(port);
        expect(parsed && printAddress(parsed)).toBe(printAddress({ host: name, port }));
      }),
    );
  });
});
