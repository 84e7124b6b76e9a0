import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzing } from '../../fixtures/fuzzing.ts';
import type { PeerId } from '../../shared/domain/ids.ts';
import { beaconPacket, MAX_BEACON_BYTES, parseBeacon } from './beacon-packet.ts';

const PATIENT = { timeout: 600_000 };
const peerId = 'a'.repeat(32) as PeerId;
const sound = { lanspread: 1, id: peerId, name: 'alpha', port: 41_641 };

function read(what: unknown, source = '10.0.0.1') {
  return parseBeacon(Buffer.from(typeof what === 'string' ? what : JSON.stringify(what)), source);
}

describe('a beacon', () => {
  it('S25: says who may be dialled where the packet came from', () => {
    const packet = beaconPacket({ peerId, name: 'alpha', host: '::', port: 41_641 });
    expect(parseBeacon(packet, '10.0.0.1')).toEqual({
      peerId,
      name: 'alpha',
      addresses: ['10.0.0.1:41641'],
    });
  });

  it('S25: can come over an IPv6 link, whose card belongs to the address', () => {
    expect(read(sound, 'fe80::1%lan')?.addresses).toEqual(['[fe80::1%lan]:41641']);
  });

  it('is short enough to be read, whatever its name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 64, maxLength: 200 }), (name) => {
        const packet = beaconPacket({ peerId, name, host: '::', port: 65_535 });
        expect(packet.byteLength).toBeLessThan(MAX_BEACON_BYTES);
        expect(parseBeacon(packet, '10.0.0.1')?.peerId).toBe(peerId);
      }),
    );
  });

  it('passes over what a later version may add', () => {
    expect(read({ ...sound, mood: 'good', addresses: ['8.8.8.8'] })?.addresses).toEqual([
      '10.0.0.1:41641',
    ]);
  });

  it.each([
    { what: 'no JSON', packet: '{"lanspread":1' },
    { what: 'no object', packet: [sound] },
    { what: 'another program', packet: { ...sound, lanspread: undefined } },
    { what: 'another version', packet: { ...sound, lanspread: 2 } },
    { what: 'no id', packet: { ...sound, id: 'alpha' } },
    { what: 'port 0', packet: { ...sound, port: 0 } },
    { what: 'port 65536', packet: { ...sound, port: 65_536 } },
    { what: 'a name that is none', packet: { ...sound, name: { toString: 'x' } } },
    { what: 'more bytes than any beacon', packet: { ...sound, filler: 'x'.repeat(512) } },
    { what: 'a key of every object', packet: '{"__proto__":{"lanspread":1,"port":1}}' },
  ])('M1: is passed over with $what', ({ packet }) => {
    expect(read(packet)).toBeUndefined();
  });

  it.each([
    '0.0.0.0',
    '224.0.0.251',
    '255.255.255.255',
    '',
    'fe80::1',
    'ff02::1%lan',
    '2001:db8::1',
    'x%y',
  ])('M3: is not believed from %j', (source) => {
    expect(read(sound, source)).toBeUndefined();
  });

  it('M1: with changed bytes is none, or one that could be, from where it came', PATIENT, () => {
    const packet = beaconPacket({ peerId, name: 'alpha', host: '::', port: 41_641 });
    const changes = fc.array(fc.tuple(fc.nat(packet.length - 1), fc.nat(255)), { minLength: 1 });
    let understood = 0;
    fc.assert(
      fc.property(changes, (all) => {
        const changed = Buffer.from(packet);
        for (const [at, value] of all) changed[at] = value;
        const hint = parseBeacon(changed, '10.0.0.1');
        if (hint === undefined) return;
        understood += 1;
        expect(hint.peerId).toMatch(/^[0-9a-f]{32}$/);
        expect(hint.name).toMatch(/^[^\p{Cc}\p{Bidi_Control}]+$/u);
        expect(hint.addresses).toEqual([expect.stringMatching(/^10\.0\.0\.1:[1-9]\d{0,4}$/)]);
      }),
      fuzzing(2_000),
    );
    expect(understood).toBeGreaterThan(0);
  });

  it('M1: throws at no bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(parseBeacon(bytes, '10.0.0.1')).toBeUndefined();
      }),
    );
  });
});
