import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { aPeer, ggoo } from '../../fixtures/engine/room.ts';
import { Printer } from './printer.ts';

function setUp() {
  const out = new PassThrough();
  const clock = new FakeClock(Date.UTC(2026, 10, 22, 18));
  const printer = new Printer(out, clock);
  const printed = async (): Promise<string> => {
    await turnEnded();
    return String(out.read() ?? '');
  };
  return { printer, clock, out, printed };
}

describe('the printer', () => {
  it('C6: prints an event as one line with its time', async () => {
    const { printer, printed } = setUp();
    printer.event({ type: 'peer-connected', ...aPeer(1) });
    expect(await printed()).toBe(
      '{"type":"event","event":"peer-connected","time":"2026-11-22T18:00:00.000Z",' +
        '"data":{"peer_id":"00000000000000000000000000000001","name":"peer 1",' +
        '"address":"10.0.0.1:41641"}}\n',
    );
  });

  it('C6: prints an event that the engine does not know of', async () => {
    const { printer, printed } = setUp();
    printer.named('cli-started', { version: '1.2.3', pid: 7, electron: undefined });
    expect(JSON.parse(await printed())).toMatchObject({
      event: 'cli-started',
      data: { version: '1.2.3', pid: 7, electron: null },
    });
  });

  it('C6: prints nothing that a terminal would obey, and says the same', async () => {
    const { printer, printed } = setUp();
    const message = 'a\u009b2Jb\u202ec\u001bd\u2028e';
    printer.result(
      { id: message, cmd: 'install' },
      { ok: false, error: { code: 'timeout', message } },
    );
    const line = await printed();
    expect(line).toMatch(/^[\x20-\x7e]+\n$/);
    expect(JSON.parse(line)).toMatchObject({ id: message, error: { message } });
  });

  it('C2: prints a result with its id and command', async () => {
    const { printer, printed } = setUp();
    printer.result({ id: 7, cmd: 'install' }, { ok: true, data: { gameId: ggoo } });
    expect(await printed()).toBe(
      '{"type":"result","id":7,"cmd":"install","ok":true,"data":{"game_id":"ggoo"}}\n',
    );
  });

  it('C2: prints null for an id and a command that are not known, and {} for no data', async () => {
    const { printer, printed } = setUp();
    printer.result({ id: undefined, cmd: undefined }, { ok: true, data: undefined });
    expect(await printed()).toBe('{"type":"result","id":null,"cmd":null,"ok":true,"data":{}}\n');
  });

  it('C2: prints a failure with its code and message', async () => {
    const { printer, printed } = setUp();
    const error = { code: 'timeout', message: 'Waited for 2 peers; 1 are connected.' } as const;
    printer.result({ id: 'a', cmd: 'wait-peers' }, { ok: false, error });
    expect(JSON.parse(await printed())).toEqual({
      ...{ type: 'result', id: 'a', cmd: 'wait-peers', ok: false, error },
    });
  });

  it("C6: keeps a stranger's text in one line, with no escape code in it", async () => {
    const { printer, printed } = setUp();
    const name = 'evil\n\u001b[31m{"type":"result"}\u0000\ud800';
    printer.event({ type: 'peer-connected', ...aPeer(1, { name }) });
    const line = await printed();
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(line).not.toContain('\u001b');
    expect(JSON.parse(line)).toMatchObject({ data: { name } });
  });

  it('C7: holds progress back that comes too soon', async () => {
    const { printer, clock, printed } = setUp();
    const progress = {
      type: 'install-progress',
      gameId: ggoo,
      bytesDone: 1,
      bytesTotal: 2,
    } as const;
    printer.event(progress);
    printer.event({ ...progress, bytesDone: 2 });
    clock.advance(250);
    printer.event({ ...progress, bytesDone: 2 });
    expect((await printed()).split('\n')).toHaveLength(3);
  });

  it('writes in one go what happens in one go, in its order', async () => {
    const { printer, out } = setUp();
    const writes: string[] = [];
    out.on('data', (bytes: Buffer) => writes.push(String(bytes)));
    for (const id of [1, 2, 3]) printer.result({ id, cmd: 'status' }, { ok: true, data: {} });
    expect(writes).toEqual([]);
    await turnEnded();
    expect(writes.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2, 3]);
  });
});

function turnEnded(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
