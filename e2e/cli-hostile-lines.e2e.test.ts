import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { SIX_BLOCKS, SLOWLY, aCopy } from './party/copies.ts';
import { midDownload } from './party/checks.ts';
import { type Peer } from './party/peer.ts';
import { useParty } from './party/party.ts';

const MIB = 1024 * 1024;
const BURST = 10_000;
const LIMIT_MS = 60_000;

describe('hostile lines', () => {
  const party = useParty({ isHostile: true });

  it('C4: a line of 100 MB is refused once, and the next is answered', async () => {
    const peer = await party.start({ name: 'alpha' });
    const piece = Buffer.alloc(MIB, 'x');

    for (let count = 0; count < 100; count += 1) peer.program.write(piece);
    peer.program.write('\n');

    expect(await peer.attempt('status')).toMatchObject({ ok: true });
    expect(peer.results).toMatchObject([
      { ok: false, id: null, error: { code: 'bad-json' } },
      { ok: true },
    ]);
  });

  it.each([
    { what: 'a NUL', line: Buffer.from('{"cmd":"status"}\0') },
    { what: 'bytes that are no UTF-8', line: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
    {
      what: 'a text that is no UTF-8',
      line: Buffer.concat([
        Buffer.from('{"cmd":"set-name","name":"a'),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}'),
      ]),
    },
  ])('C3: $what is refused, also as a last line without a newline', async ({ line }) => {
    const peer = await party.start({ name: 'alpha' });

    peer.program.write(Buffer.concat([line, Buffer.from('\n')]));
    peer.program.write(line);
    const ending = await peer.program.endInput();

    expect(peer.results.map((result) => !result.ok && result.error.code)).toEqual([
      'bad-json',
      'bad-json',
    ]);
    expect(ending).toEqual({ code: 0, signal: null });
  });

  it('C2: ten thousand commands at once have exactly one result each', async () => {
    const peer = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const cmds = ['status', 'list-peers', 'list-games', 'no-such-command'];
    const ids = Array.from({ length: BURST }, (_, id) => id);

    peer.program.write(
      ids.map((id) => `${JSON.stringify({ id, cmd: cmds[id % cmds.length] })}\n`).join(''),
    );
    await resultsOf(peer, BURST);
    await peer.run('status');

    const answered = peer.results.map(({ id }) => id).filter((id) => typeof id === 'number');
    expect(answered.sort((left, right) => left - right)).toEqual(ids);
  });

  it('ends in order when nobody reads its output any more', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const bravo = await party.start({ name: 'bravo' });
    await alpha.run('connect', { address: bravo.address });

    bravo.program.closeOutput();
    bravo.program.write('{"cmd":"status"}\n'.repeat(100));

    expect(await bravo.program.ended).toEqual({ code: 0, signal: null });
    expect(await alpha.waitFor('peer-lost')).toMatchObject({ reason: 'goodbye' });
  });

  it('a second SIGINT ends it at once, and the download goes on at the next start', async () => {
    const alpha = await party.start({
      name: 'alpha',
      games: [aCopy({ version: '20250101', sizes: SIX_BLOCKS })],
    });
    const client = await party.start({ name: 'client', flags: SLOWLY });
    await client.run('connect', { address: alpha.address });
    void client.attempt('download', { game_id: 'ggoo' }).catch(() => undefined);
    await midDownload(client);

    void client.program.kill('SIGINT');
    const ending = await client.program.kill('SIGINT');

    expect(ending).toEqual({ code: 0, signal: null });
    const again = await party.launch(client.home);
    await again.run('connect', { address: alpha.address });
    await again.run('download', { game_id: 'ggoo' });
    expect(again.eventsOf('download-finished')).toHaveLength(1);
  });
});

async function resultsOf(peer: Peer, count: number): Promise<void> {
  const signal = AbortSignal.timeout(LIMIT_MS);
  while (peer.lines.length < count) await once(peer.program.changes, 'change', { signal });
}
