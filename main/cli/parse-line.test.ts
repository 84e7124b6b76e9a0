import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from '../../shared/commands.ts';
import { parseLine } from './parse-line.ts';

function parse(text: string | Buffer) {
  return parseLine({ type: 'line', bytes: Buffer.from(text as string) });
}

function errorOf(text: string | Buffer): string {
  const request = parse(text);
  if (!request) return 'empty';
  return request.ok ? 'accepted' : request.error.code;
}

describe('a line', () => {
  it('C1: is a command with its id and arguments', () => {
    expect(parse('{"id": 7, "cmd": "download", "game_id": "ggoo", "install": false}')).toEqual({
      ...{ ok: true, id: 7, cmd: 'download', name: 'download' },
      params: { gameId: 'ggoo', install: false },
    });
  });

  it.each([
    { what: 'CRLF', text: '{"cmd":"status"}\r' },
    { what: 'a byte order mark', text: '\uFEFF{"cmd":"status"}' },
    { what: 'white space around it', text: ' \t{"cmd":"status"} ' },
  ])('C1: may have $what', ({ text }) => {
    expect(parse(text)).toMatchObject({ ok: true, name: 'status', id: undefined, params: {} });
  });

  it.each(['', ' ', '\r', '\t'])('C1: that is empty asks for nothing: %j', (text) => {
    expect(parse(text)).toBeUndefined();
  });

  it.each([
    { what: 'no JSON', text: 'download ggoo' },
    { what: 'half a command', text: '{"cmd": "stat' },
    { what: 'an array', text: '[{"cmd":"status"}]' },
    { what: 'a string', text: '"status"' },
    { what: 'a number', text: '1' },
    { what: 'null', text: 'null' },
    { what: 'two objects', text: '{"cmd":"status"}{"cmd":"status"}' },
    { what: 'a NUL', text: '{"cmd":"status"}\u0000' },
    {
      what: 'a name that is no UTF-8',
      text: Buffer.from('{"cmd":"set-name","name":"\xff"}', 'latin1'),
    },
    { what: 'bytes that are no UTF-8', text: Buffer.from([0xff, 0xfe, 0x7b, 0x7d]) },
    { what: 'a million brackets', text: '['.repeat(1_000_000) },
    { what: 'a thousand objects in each other', text: '{"a":'.repeat(1_000) },
  ])('C3: is bad-json where it is $what', ({ text }) => {
    expect(errorOf(text)).toBe('bad-json');
  });

  it('C3: that is too long is bad-json', () => {
    expect(parseLine({ type: 'too-long' })).toMatchObject({
      ...{ ok: false, id: undefined, cmd: undefined },
      error: {
        code: 'bad-json',
        message: 'A line is longer than 1048576 bytes. Send shorter ones.',
      },
    });
  });

  it.each([
    { what: 'no cmd', text: '{"id":1}', cmd: undefined },
    { what: 'a cmd that is no text', text: '{"id":1,"cmd":7}', cmd: undefined },
    { what: 'a cmd that nobody knows', text: '{"id":1,"cmd":"fly"}', cmd: 'fly' },
    { what: 'a cmd that every object has', text: '{"id":1,"cmd":"toString"}', cmd: 'toString' },
    { what: '__proto__ for a cmd', text: '{"id":1,"cmd":"__proto__"}', cmd: '__proto__' },
    { what: 'a cmd in capitals', text: '{"id":1,"cmd":"STATUS"}', cmd: 'STATUS' },
  ])('C3: is unknown-command with $what, and keeps its id', ({ text, cmd }) => {
    expect(parse(text)).toMatchObject({ ok: false, id: 1, error: { code: 'unknown-command' } });
    expect(parse(text)?.cmd).toBe(cmd);
  });

  it('C3: repeats no more of an unknown cmd than a line of text in its message', () => {
    const request = parse(JSON.stringify({ cmd: 'x'.repeat(100_000) }));
    if (!request || request.ok) throw new Error('expected a refusal');
    expect(request.error.message.length).toBeLessThan(120);
  });

  it.each(['null', 'true', '{}', '[1]'])('C3: is bad-argument with the id %s', (id) => {
    expect(parse(`{"id":${id},"cmd":"status"}`)).toMatchObject({
      ...{ ok: false, id: undefined, cmd: 'status' },
      error: { code: 'bad-argument' },
    });
  });

  it.each([
    { text: '{"cmd":"remove","game_id":"ggoo","keep_instal":true}', told: '"keep_instal"' },
    { text: '{"cmd":"remove","game_id":"ggoo","keepInstall":true}', told: '"keepInstall"' },
  ])(
    'C6: is told of an argument that there is not as it was typed, and of those there are',
    ({ text, told }) => {
      expect(parse(text)).toMatchObject({
        error: {
          code: 'bad-argument',
          message: `remove: there is no argument ${told}. It takes game_id, keep_install.`,
        },
      });
    },
  );

  it('C6: says so where a command takes none', () => {
    expect(parse('{"cmd":"status","all":true}')).toMatchObject({
      error: { message: 'status: there is no argument "all". It takes none.' },
    });
  });

  it.each(['gameId', 'GAME_ID', 'game_Id', 'timeoutMs', 'X'.repeat(100_000)])(
    'C6: is bad-argument with a name that is not in snake_case (%#)',
    (key) => {
      const request = parse(
        JSON.stringify({ id: 1, cmd: 'download', game_id: 'ggoo', [key]: 'x' }),
      );
      expect(request).toMatchObject({ ok: false, id: 1, error: { code: 'bad-argument' } });
      if (!request || request.ok) throw new Error('expected a refusal');
      expect(request.error.message).toContain(key.slice(0, 60));
      expect(request.error.message.length).toBeLessThan(200);
    },
  );

  it.each([
    { json: '"seven"', id: 'seven' },
    { json: '0', id: 0 },
    { json: '-1.5', id: -1.5 },
    { json: '"\\u0000\\ud800"', id: '\u0000\ud800' },
  ])('C1: gives back the id $json as it is', ({ json, id }) => {
    expect(parse(`{"id":${json},"cmd":"status"}`)?.id).toBe(id);
  });

  it('W6: leaves the prototype of everything alone', () => {
    const request = parse('{"cmd":"status","__proto__":{"isAdmin":true},"constructor":1}');
    expect(request).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    expect({}).not.toHaveProperty('isAdmin');
    expect(Object.getPrototypeOf(request)).toBe(Object.prototype);
  });

  it('W6: leaves arguments that are nested deeply to those who check them', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(errorOf(`{"cmd":"download","game_id":${deep}}`)).toBe('accepted');
  });

  it('C4: of any JSON gets one answer and never throws', () => {
    const names = fc.constantFrom(...Object.keys(commands), 'fly', '__proto__');
    const someCommand = fc.record({ id: fc.jsonValue(), cmd: names, game_id: fc.jsonValue() });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), someCommand), (value) => {
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        const code = errorOf(JSON.stringify(value));
        if (isObject) expect(code).not.toBe('bad-json');
        else expect(code).toBe('bad-json');
      }),
    );
  });

  it('C4: of any bytes gets one answer and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(['bad-json', 'empty']).toContain(errorOf(Buffer.from(bytes)));
      }),
    );
  });
});
