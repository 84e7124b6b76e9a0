import { describe, expect, it } from 'vitest';
import { useParty } from './party/party.ts';

const MIB = 1024 * 1024;

describe('lines', () => {
  const party = useParty();

  it('the first line is cli-started, and ids come back as they were', async () => {
    const peer = await party.start({ name: 'alpha' });

    expect(peer.eventsOf('cli-started')).toMatchObject([{ pid: peer.program.pid }]);
    peer.program.write('{"id": 7, "cmd": "status"}\n{"id": "seven", "cmd": "list-peers"}\n');

    expect(await peer.resultOf(7)).toMatchObject({ id: 7, cmd: 'status', ok: true });
    expect(await peer.resultOf('seven')).toMatchObject({ id: 'seven', cmd: 'list-peers' });
  });

  it('a line that is no command is refused, and the next one is answered', async () => {
    const peer = await party.start({ name: 'alpha' });
    const refused = [
      { line: '{"cmd": ', code: 'bad-json' },
      { line: '["status"]', code: 'bad-json' },
      { line: 'null', code: 'bad-json' },
      { line: Buffer.from([0xff, 0xfe, 0x00]), code: 'bad-json' },
      { line: `{"cmd": "${'x'.repeat(MIB)}"}`, code: 'bad-json' },
      { line: '{"id": "x"}', code: 'unknown-command' },
      { line: '{"cmd": "format-disk"}', code: 'unknown-command' },
      { line: '{"cmd": "toString"}', code: 'unknown-command' },
    ];

    for (const { line } of refused) {
      peer.program.write(Buffer.concat([Buffer.from(line), Buffer.from('\n')]));
    }

    expect(await peer.attempt('status')).toMatchObject({ ok: true });
    const codes = peer.results.map((result) => (result.ok ? 'ok' : result.error.code));
    expect(codes.sort()).toEqual([...refused.map(({ code }) => code), 'ok'].sort());
  });

  it('a bad argument is named as such', async () => {
    const peer = await party.start({ name: 'alpha' });
    const wrong = [
      { cmd: 'download', args: {} },
      { cmd: 'download', args: { game_id: 7 } },
      { cmd: 'download', args: { game_id: '../bravo' } },
      { cmd: 'download', args: { game_id: 'ggoo', install: 'yes' } },
      { cmd: 'connect', args: { address: 7 } },
      { cmd: 'connect', args: { address: 'not here' } },
      { cmd: 'connect', args: { address: '127.0.0.1:99999' } },
      { cmd: 'disconnect', args: { peer_id: 'bravo' } },
      { cmd: 'wait-peers', args: { count: -1 } },
      { cmd: 'set-game-dir', args: { path: '' } },
      { cmd: 'set-name', args: { name: ' ' } },
    ];

    for (const { cmd, args } of wrong) {
      const result = await peer.attempt(cmd, args);
      const what = `${cmd} ${JSON.stringify(args)}`;
      expect(result, what).toMatchObject({ cmd, ok: false, error: { code: 'bad-argument' } });
    }
  });

  it('a thousand commands at once have exactly one result each', async () => {
    const peer = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const commands = ['status', 'list-peers', 'list-games', 'rescan', 'no-such-command'];
    const ids = Array.from({ length: 1_000 }, (_, id) => id);

    peer.program.write(
      ids.map((id) => `${JSON.stringify({ id, cmd: commands[id % commands.length] })}\n`).join(''),
    );
    await Promise.all(ids.map((id) => peer.resultOf(id)));
    await peer.run('status');

    const answered = peer.results.map(({ id }) => id).filter((id) => typeof id === 'number');
    expect(answered.sort((left, right) => left - right)).toEqual(ids);
  });

  it('a slow command does not hold up the next', async () => {
    const peer = await party.start({ name: 'alpha' });

    const waiting = peer.attempt('wait-peers', { count: 1, timeout_ms: 60_000 });
    await peer.run('status');

    expect(peer.results).toHaveLength(1);
    const other = await party.start({ name: 'other', flags: ['--connect', peer.address] });
    expect(await waiting).toMatchObject({
      ok: true,
      data: { peer_count: 1, peers: [{ peer_id: other.peerId }] },
    });
  });

  it('a last line without a newline is answered, and the end of stdin ends the program', async () => {
    const peer = await party.start({ name: 'alpha' });

    const ending = await peer.program.endInput('{"id": 1, "cmd": "status"}');

    expect(peer.results).toMatchObject([{ id: 1, ok: true }]);
    expect(ending).toEqual({ code: 0, signal: null });
  });

  it('commands that are under way at the end of stdin are answered too', async () => {
    const peer = await party.start({ name: 'alpha' });

    const ending = await peer.program.endInput('{"id": 1, "cmd": "wait-peers", "count": 5}\n');

    expect(peer.results).toMatchObject([{ id: 1, ok: false }]);
    expect(ending).toEqual({ code: 0, signal: null });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it in order, with goodbye', async (signal) => {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo' });
    await alpha.run('connect', { address: bravo.address });

    const ending = await bravo.program.kill(signal);

    expect(ending).toEqual({ code: 0, signal: null });
    expect(await alpha.waitFor('peer-lost')).toMatchObject({ reason: 'goodbye' });
  });

  it('download can be answered at once, and its end told by an event', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const client = await party.start({ name: 'client' });
    await client.run('connect', { address: alpha.address });

    const begun = await client.attempt('download', { game_id: 'ggoo', wait: false });

    expect(begun).toMatchObject({ ok: true });
    await client.waitFor('install-finished');
    expect(client.eventsOf('download-finished')).toHaveLength(1);
  });
});
