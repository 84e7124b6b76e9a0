import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anEngine } from '../../fixtures/engine/an-engine.ts';
import { type CommandName, commands } from '../../shared/commands.ts';
import { ERROR_CODES, LanspreadError } from '../../shared/errors.ts';
import { type CommandHandlers, runCommand } from './run-command.ts';

const NAMES = Object.keys(commands) as CommandName[];

// Handlers that give back what they are given, or fail like `fault`.
function echo(fault?: Error): CommandHandlers {
  const handler = (params: unknown) => (fault ? Promise.reject(fault) : Promise.resolve(params));
  return Object.fromEntries(NAMES.map((name) => [name, handler])) as unknown as CommandHandlers;
}

function never(error: unknown): void {
  throw error;
}

async function problemOf(name: CommandName, params: unknown): Promise<string> {
  const reply = await runCommand(echo(), name, params, never);
  return reply.ok ? 'accepted' : `${reply.error.code}: ${reply.error.message}`;
}

describe('the one door', () => {
  it('C1: hands over what is checked, with defaults filled in', async () => {
    const reply = await runCommand(echo(), 'download', { gameId: 'ggoo' }, never);
    const defaults = { install: true, wait: true, patient: false };
    expect(reply).toEqual({ ok: true, data: { gameId: 'ggoo', ...defaults } });
  });

  it('C2: answers a foreseen failure with its code and message', async () => {
    const fault = new LanspreadError('not-installed', 'ggoo is not installed.');
    const reply = await runCommand(echo(fault), 'uninstall', { gameId: 'ggoo' }, never);
    expect(reply).toEqual({
      ok: false,
      error: { code: 'not-installed', message: 'ggoo is not installed.' },
    });
  });

  it('C2: answers a bug as internal, without its details, and hands those to the log', async () => {
    const bug = new Error('/home/alice/secret is undefined');
    const bugs: unknown[] = [];
    const reply = await runCommand(echo(bug), 'status', {}, (error) => bugs.push(error));
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('alice');
    expect(bugs).toEqual([bug]);
  });

  it.each<{ name: CommandName; params: unknown; problem: string }>([
    { name: 'download', params: {}, problem: 'game id: Invalid input: expected string' },
    { name: 'download', params: { gameId: 7 }, problem: 'game id: Invalid input' },
    {
      ...{ name: 'download', params: { gameId: '../x' } },
      problem: 'game id: must be 1 to 64 of a-z 0-9 . _ -',
    },
    { name: 'download', params: { gameId: 'ggoo', wait: 'no' }, problem: 'wait: Invalid input' },
    { name: 'download', params: { gameId: 'ggoo', wiat: false }, problem: '"wiat"' },
    {
      ...{ name: 'disconnect', params: { peerId: 'bravo' } },
      problem: 'peer id: must be 32 hex digits',
    },
    { name: 'connect', params: { address: '' }, problem: 'address: Too small' },
    { name: 'wait-peers', params: { count: -1 }, problem: 'count: Too small' },
    { name: 'wait-peers', params: { count: 1.5 }, problem: 'count: Invalid input' },
    { name: 'wait-peers', params: { count: 1, timeoutMs: 1e9 }, problem: 'timeout ms: Too big' },
    { name: 'status', params: { verbose: true }, problem: '"verbose"' },
    { name: 'status', params: [], problem: 'expected object' },
    { name: 'status', params: undefined, problem: 'expected object' },
  ])('C3: names what is wrong with $name $params', async ({ name, params, problem }) => {
    const told = await problemOf(name, params);
    expect(told).toMatch(new RegExp(`^bad-argument: ${name}: `));
    expect(told).toContain(problem);
  });

  it.each([
    'GGOO',
    'ggoo\u0000',
    'g/oo',
    '..',
    '.',
    '',
    'con',
    'ggoo.',
    ' ggoo',
    'gg\u00f6o',
    'ggo\u0301o',
    'x'.repeat(65),
    'x'.repeat(1_000_000),
  ])('W7: takes no id for a game that is none, nor makes another of it (%#)', async (gameId) => {
    expect(await problemOf('download', { gameId })).toMatch(/^bad-argument/);
  });

  it('W6: is not fooled by the keys that every object has', async () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const params = JSON.parse(`{"gameId": "ggoo", "${key}": {"install": false}}`) as unknown;
      expect(await problemOf('download', params)).toMatch(/^bad-argument/);
    }
    expect({}).not.toHaveProperty('install');
  });

  it('C3: keeps its answer short, however much is wrong', async () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`k${index}`, 1]));
    for (const params of [many, { ['x'.repeat(1_000_000)]: 1 }]) {
      expect((await problemOf('status', params)).length).toBeLessThan(600);
    }
  });

  it('C4: answers whatever it is given, and never throws', async () => {
    const { run, bugs, engine } = anEngine();
    await engine.start();
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ gameId: fc.anything() }),
      fc.record({ address: fc.string(), count: fc.anything(), peerId: fc.string() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...NAMES), anything, async (name, params) => {
        if (name === 'wait-peers') return;
        const reply = await run(name, params);
        if (!reply.ok) expect(ERROR_CODES).toContain(reply.error.code);
      }),
    );
    expect(bugs).toEqual([]);
    await engine.stop();
  });
});
