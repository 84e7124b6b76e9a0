import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { allSettled, deferred } from '../../fixtures/engine/waiting.ts';
import { type CommandName, commands } from '../../shared/commands.ts';
import { LanspreadError } from '../../shared/errors.ts';
import type { CommandHandlers } from '../engine/run-command.ts';
import { CommandLine } from './command-line.ts';
import { Printer } from './printer.ts';

interface Result {
  readonly id: string | number | null;
  readonly cmd: string | null;
  readonly ok: boolean;
  readonly error?: { readonly code: string };
}

// Every handler answers at once, but for those that a test gives.
function setUp(given: Partial<CommandHandlers> = {}) {
  const input = new PassThrough();
  const out = new PassThrough();
  const bugs: unknown[] = [];
  const atOnce = () => Promise.resolve(undefined);
  const handlers = Object.fromEntries(
    Object.keys(commands).map((name) => [name, given[name as CommandName] ?? atOnce]),
  ) as unknown as CommandHandlers;
  const commandLine = new CommandLine({
    input,
    handlers,
    printer: new Printer(out, new FakeClock()),
    onBug: (bug) => bugs.push(bug),
  });
  const running = commandLine.run();
  let text = '';
  out.on('data', (bytes: Buffer) => (text += bytes.toString()));
  const results = (): readonly Result[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Result);
  const settle = () => commandLine.settle();
  const end = async (): Promise<readonly Result[]> => {
    input.end();
    await running;
    await commandLine.settle();
    await allSettled();
    return results();
  };
  return { input, end, settle, results, bugs };
}

describe('the command line', () => {
  it('C4: gives each of 10,000 commands in a burst exactly one result', async () => {
    const { input, end } = setUp({
      cancel: () => Promise.reject(new LanspreadError('operation-active', 'Busy.')),
    });
    for (let id = 0; id < 10_000; id += 1) {
      const cmd = ['status', 'cancel', 'fly'][id % 3];
      input.write(`${JSON.stringify({ id, cmd, ...(id % 3 === 1 && { game_id: 'ggoo' }) })}\n`);
    }
    const results = await end();
    expect(results.map(({ id }) => Number(id)).sort((left, right) => left - right)).toEqual(
      Array.from({ length: 10_000 }, (_, id) => id),
    );
    for (const { id, ok, error } of results) {
      const expected = [undefined, 'operation-active', 'unknown-command'][Number(id) % 3];
      expect([ok, error?.code]).toEqual([expected === undefined, expected]);
    }
  });

  it('C8: lets no slow command hold up the next', async () => {
    const slow = deferred();
    const { input, end, results } = setUp({
      rescan: () => slow.promise.then(() => ({ games: 0 })),
    });
    input.write('{"id":1,"cmd":"rescan"}\n{"id":2,"cmd":"status"}\n');
    await allSettled();
    expect(results().map(({ id }) => id)).toEqual([2]);
    slow.resolve();
    expect((await end()).map(({ id }) => id)).toEqual([2, 1]);
  });

  it('C2: is settled when every command has its result', async () => {
    const slow = deferred();
    const { input, settle } = setUp({ rescan: () => slow.promise.then(() => ({ games: 0 })) });
    input.write('{"id":1,"cmd":"rescan"}\n');
    await allSettled();
    let isSettled = false;
    const settled = settle().then(() => (isSettled = true));
    await allSettled();
    expect(isSettled).toBe(false);
    slow.resolve();
    await settled;
  });

  it('C8: has 1,000 commands under way at most; more wait in the pipe', async () => {
    const slow = deferred();
    let taken = 0;
    const { input, end } = setUp({
      rescan: async () => {
        taken += 1;
        await slow.promise;
        return { games: 0 };
      },
    });
    for (let id = 0; id < 1_500; id += 1) input.write(`{"id":${id},"cmd":"rescan"}\n`);
    await allSettled();
    expect(taken).toBe(1_000);
    slow.resolve();
    expect(await end()).toHaveLength(1_500);
  });

  it.each([
    { what: 'nothing', text: '', ids: [] },
    { what: 'empty lines', text: '\n\r\n \n', ids: [] },
    { what: 'no newline at its end', text: '{"id":1,"cmd":"status"}', ids: [1] },
    { what: 'half a command at its end', text: '{"id":1,"cmd":"status"}\n{"id":2', ids: [1, null] },
    { what: 'no UTF-8', text: Buffer.from([0xff, 0x0a]), ids: [null] },
  ])('C4: ends with the input, of $what', async ({ text, ids }) => {
    const { input, end } = setUp();
    input.write(text);
    expect((await end()).map(({ id }) => id)).toEqual(ids);
  });

  it('C4: goes on after whatever a line holds', async () => {
    const { input, end } = setUp();
    const bad = ['nonsense', '[]', '{"cmd":7}', '{"cmd":"download"}', `"${'x'.repeat(2 ** 21)}"`];
    input.write(`${bad.join('\n')}\n{"id":"last","cmd":"status"}\n`);
    const results = await end();
    expect(results.map(({ error }) => error?.code)).toEqual([
      'bad-json',
      'bad-json',
      'unknown-command',
      'bad-argument',
      'bad-json',
      undefined,
    ]);
    expect(results.at(-1)).toMatchObject({ id: 'last', ok: true });
  });

  it('C2: answers a bug as internal, hands it to the log and goes on', async () => {
    const bug = new Error('a bug');
    const { input, end, bugs } = setUp({ status: () => Promise.reject(bug) });
    input.write('{"id":1,"cmd":"status"}\n{"id":2,"cmd":"list-peers"}\n');
    const results = await end();
    expect(results.find(({ id }) => id === 1)).toMatchObject({ error: { code: 'internal' } });
    expect(results.find(({ id }) => id === 2)).toMatchObject({ ok: true });
    expect(bugs).toEqual([bug]);
  });
});
