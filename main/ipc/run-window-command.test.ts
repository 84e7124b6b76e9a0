import { describe, expect, it } from 'vitest';
import { anEngine } from '../../fixtures/engine/an-engine.ts';
import { commands } from '../../shared/commands.ts';
import { LanspreadError } from '../../shared/errors.ts';
import {
  WINDOW_ENGINE_COMMANDS,
  type WindowOnlyHandlers,
  windowOnlyCommands,
} from '../../shared/window/window-commands.ts';
import { runWindowCommand } from './run-window-command.ts';

async function aWindow(fail?: Error) {
  const { engine } = anEngine();
  await engine.start();
  const asked: unknown[] = [];
  const bugs: unknown[] = [];
  const names = Object.keys(windowOnlyCommands);
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (params: unknown) => {
        asked.push([name, params]);
        return fail ? Promise.reject(fail) : Promise.resolve();
      },
    ]),
  );
  const window = handlers as unknown as WindowOnlyHandlers;
  const deps = { engine: engine.handlers, window, onBug: (bug: unknown) => bugs.push(bug) };
  const run = (name: unknown, params: unknown = {}) => runWindowCommand(deps, name, params);
  return { run, asked, bugs };
}

describe('what a window asks for', () => {
  it('reaches the engine through its one door', async () => {
    const { run } = await aWindow();
    expect(await run('rescan')).toEqual({ ok: true, data: { games: 0 } });
  });

  it('reaches what only windows have, with arguments that were checked', async () => {
    const { run, asked } = await aWindow();
    expect(await run('play', { gameId: 'ggoo' })).toMatchObject({ ok: true });
    expect(asked).toEqual([['play', { gameId: 'ggoo' }]]);
  });

  it.each(
    Object.keys(commands).filter(
      (name) => !(WINDOW_ENGINE_COMMANDS as readonly string[]).includes(name),
    ),
  )('L6: is refused where it is %s, which is not for windows', async (name) => {
    const { run } = await aWindow();
    expect(await run(name)).toMatchObject({ ok: false, error: { code: 'unknown-command' } });
  });

  it.each([['__proto__'], ['constructor'], ['toString'], [''], [7], [null], [{}], [['play']]])(
    'L6: is refused where its name is %o',
    async (name) => {
      const { run, asked } = await aWindow();
      expect(await run(name)).toMatchObject({ ok: false, error: { code: 'unknown-command' } });
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['play', undefined],
    ['play', null],
    ['play', 'ggoo'],
    ['play', []],
    ['play', {}],
    ['play', { gameId: '../x' }],
    ['play', { gameId: 'ggoo', path: '/bin/sh' }],
    ['play', { gameId: 'x'.repeat(10_000_000) }],
    ['change-settings', { onClose: 'explode' }],
    ['change-settings', { gamesFolder: '/' }],
    ['download', { gameId: {} }],
    ['connect', { address: 'x'.repeat(10_000_000) }],
    ['rescan', Object.fromEntries(Array.from({ length: 100_000 }, (_, key) => [`k${key}`, 1]))],
  ])('L6: %s is refused with other arguments than it has', async (name, params) => {
    const { run, asked } = await aWindow();
    const reply = await run(name, params ?? 0);
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-argument' } });
    expect(JSON.stringify(reply).length).toBeLessThan(1000);
    expect(asked).toEqual([]);
  });

  it('gives back what failed, and keeps the details of a bug to the log', async () => {
    const foreseen = await aWindow(new LanspreadError('io-error', 'It is not there.'));
    expect(await foreseen.run('play', { gameId: 'ggoo' })).toEqual({
      ok: false,
      error: { code: 'io-error', message: 'It is not there.' },
    });
    expect(foreseen.bugs).toEqual([]);
    const bug = new Error('/home/somebody/secret');
    const broken = await aWindow(bug);
    expect(await broken.run('play', { gameId: 'ggoo' })).toMatchObject({
      error: { code: 'internal', message: expect.not.stringContaining('secret') as string },
    });
    expect(broken.bugs).toEqual([bug]);
  });
});
