import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_NAME_LENGTH } from '../limits.ts';
import { helloMessage, parseHello, printableName } from './hello.ts';

const facts = { name: 'alpha', appVersion: '0.1.0', instance: 7, listenPort: 41_641 };
const hello = JSON.parse(JSON.stringify(helloMessage(facts, 'session'))) as object;

describe('hello', () => {
  it('reads its own message', () => {
    expect(parseHello(hello)).toEqual({
      ...facts,
      role: 'session',
      features: ['swarm', 'call-back'],
    });
  });

  it('of a call back says which one it is', () => {
    const ticket = '0123456789abcdef'.repeat(2);
    expect(parseHello(helloMessage(facts, 'call-back', ticket))).toMatchObject({
      ...{ role: 'call-back', ticket },
    });
    expect(parseHello(helloMessage(facts, 'call-back', `${ticket}0`))).toBe('malformed');
  });

  it.each(['data', undefined])('may leave out the port in the role %s', (role) => {
    expect(parseHello({ ...hello, role, port: 0 })).toMatchObject({ listenPort: 0, role });
  });

  it('passes over what a later version may add', () => {
    const later = { ...hello, colour: 'green', features: ['holograms'] };
    expect(parseHello(later)).toMatchObject({ name: 'alpha', features: ['holograms'] });
  });

  it.each([
    { protocol: 0, verdict: 'older-protocol' },
    { protocol: -1, verdict: 'older-protocol' },
    { protocol: 2, verdict: 'newer-protocol' },
    { protocol: '1', verdict: 'malformed' },
    { protocol: undefined, verdict: 'malformed' },
    { protocol: 1.5, verdict: 'malformed' },
  ])('W8: calls protocol $protocol $verdict, whatever else it says', ({ protocol, verdict }) => {
    expect(parseHello({ type: 'hello', protocol })).toBe(
      verdict === 'malformed' ? 'malformed' : verdict,
    );
    expect(parseHello({ ...hello, protocol, name: 5 })).toBe(verdict);
  });

  it.each([
    { role: 'admin' },
    { app: '' },
    { app: 'x'.repeat(65) },
    { app: '1\n2' },
    { name: 'x'.repeat(257) },
    { name: undefined },
    { port: -1 },
    { port: 65_536 },
    { port: 0 },
    { instance: 2 ** 53 },
    { instance: '7' },
    { features: Array.from({ length: 65 }, () => 'x') },
    { features: ['x'.repeat(65)] },
    { type: 'ping' },
  ])('W6: refuses %j', (change) => {
    expect(parseHello({ ...hello, ...change })).toBe('malformed');
  });

  it.each([
    { raw: '  a \n\t b ', shown: 'a b' },
    { raw: 'a\u202Egnp.exe', shown: 'a gnp.exe' },
    { raw: 'a\u0000\u001b[31mb', shown: 'a [31mb' },
    { raw: 'a\u2028b\u200b', shown: 'a b' },
    { raw: '\ud800', shown: 'unnamed' },
    { raw: '', shown: 'unnamed' },
    { raw: '😀'.repeat(100), shown: '😀'.repeat(MAX_NAME_LENGTH) },
    { raw: '<b>Жора</b>', shown: '<b>Жора</b>' },
  ])('T11: shows the name $raw as $shown', ({ raw, shown }) => {
    expect(printableName(raw)).toBe(shown);
  });

  it('T11: shows any name as one bounded line without control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const shown = printableName(raw);
        expect(Array.from(shown).length).toBeGreaterThan(0);
        expect(Array.from(shown).length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
