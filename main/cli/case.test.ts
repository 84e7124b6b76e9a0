import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argumentsInCamelCase, toSnakeCase } from './case.ts';

const camelCase = fc.stringMatching(/^[a-z]+([A-Z][a-z]+)*$/);

describe('the one translation of names', () => {
  it('C6: prints the keys of all objects in snake_case, and values as they are', () => {
    expect(
      toSnakeCase({
        peerId: 'alphaBravo',
        sources: [{ bytesPerSecond: 1, address: undefined }],
        manifestHash: null,
        etiGameVersion: { sha256: true },
      }),
    ).toEqual({
      peer_id: 'alphaBravo',
      sources: [{ bytes_per_second: 1, address: null }],
      manifest_hash: null,
      eti_game_version: { sha256: true },
    });
  });

  it.each([undefined, null, 0, '', 'aB', false])('C6: prints no more than %j', (value) => {
    expect(toSnakeCase(value)).toBe(value ?? null);
  });

  it('C6: prints a key that means more to an object than a name', () => {
    const given = JSON.parse('{"__proto__":{"isOdd":true},"b":1}') as object;
    expect(JSON.stringify(toSnakeCase(given))).toBe('{"__proto__":{"is_odd":true},"b":1}');
  });

  it('C6: reads the names of arguments, and nothing inside them', () => {
    expect(argumentsInCamelCase({ game_id: 'a_b', timeout_ms: 1, list: [{ a_b: 1 }] })).toEqual({
      ...{ gameId: 'a_b', timeoutMs: 1 },
      list: [{ a_b: 1 }],
    });
  });

  it('C6: reads what it prints', () => {
    fc.assert(
      fc.property(fc.dictionary(camelCase, fc.oneof(fc.string(), fc.integer())), (values) => {
        const line = toSnakeCase(values) as Readonly<Record<string, unknown>>;
        expect(argumentsInCamelCase(line)).toEqual({ ...values });
      }),
    );
  });
});
