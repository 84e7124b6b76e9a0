import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHint } from './hint.ts';

const id = '0123456789abcdef0123456789abcdef';
const service = {
  port: 41_641,
  referer: { address: '192.168.1.5', family: 'IPv4', port: 5353, size: 300 },
  addresses: ['10.8.0.2', '192.168.1.5'],
  txt: { id, protocol: '1', name: 'alpha' },
};

describe('parseHint', () => {
  it('S25: dials where the packet came from before what it says', () => {
    expect(parseHint(service)).toEqual({
      peerId: id,
      name: 'alpha',
      addresses: ['192.168.1.5:41641', '10.8.0.2:41641'],
    });
  });

  it('M3: dials what it says only where that is private', () => {
    const addresses = ['8.8.8.8', '127.0.0.1', '0.0.0.0', '224.0.0.251', '::1', '2001:db8::1', 'x'];
    expect(parseHint({ ...service, addresses })?.addresses).toEqual(['192.168.1.5:41641']);
    expect(parseHint({ ...service, addresses: ['fd00::5'] })?.addresses).toEqual([
      '192.168.1.5:41641',
      '[fd00::5]:41641',
    ]);
  });

  it('M3: keeps at most four addresses', () => {
    const addresses = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`);
    expect(parseHint({ ...service, addresses })?.addresses).toHaveLength(4);
  });

  it('names a peer without a name after its id', () => {
    expect(parseHint({ ...service, txt: { id, name: '\u0007' } })?.name).toBe('01234567');
    expect(parseHint({ ...service, txt: { id } })?.name).toBe('01234567');
  });

  it.each([
    { what: 'no TXT record', hostile: { ...service, txt: undefined } },
    { what: 'no id', hostile: { ...service, txt: { name: 'alpha' } } },
    { what: 'an id that is none', hostile: { ...service, txt: { id: '../x' } } },
    { what: 'port 0', hostile: { ...service, port: 0 } },
    { what: 'port 65536', hostile: { ...service, port: 65_536 } },
    { what: 'no source', hostile: { ...service, referer: undefined } },
    { what: 'source 0.0.0.0', hostile: { ...service, referer: { address: '0.0.0.0' } } },
    { what: 'a multicast source', hostile: { ...service, referer: { address: '224.0.0.251' } } },
  ])('M3: makes nothing of a service with $what', ({ hostile }) => {
    expect(parseHint(hostile)).toBeUndefined();
  });

  it('M1: makes nothing of nonsense, without a throw', () => {
    fc.assert(
      fc.property(fc.anything(), (nonsense) => {
        expect(parseHint(nonsense)).toBeUndefined();
      }),
    );
  });
});
