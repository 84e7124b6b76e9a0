import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { buttonOf, untilHere, untilPeople, untilState } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

describe('how many have a game', () => {
  it('is shown at each game, and follows PCs that leave, are cut off, and come', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const bravo = await party.start({ name: 'bravo', games: ['bravo/ggoo', 'bravo/cnc4'] });
    const { page } = await open({ flags: connectTo(alpha, bravo) });
    await untilPeople(page, 2);
    await untilHere(page, 'ggoo', 2);
    await untilHere(page, 'cnc4', 1);
    await untilHere(page, 'ut2004', 0);

    await bravo.shutdown();
    await untilHere(page, 'ggoo', 1);
    await untilHere(page, 'cnc4', 0);
    await untilPeople(page, 1);
    expect(await buttonOf(page, 'cnc4', 'Nobody has it').isDisabled()).toBe(true);

    await alpha.kill();
    await untilHere(page, 'ggoo', 0);
    await untilPeople(page, 0);

    await party.launch(alpha.home, ['--listen', alpha.address]);
    await untilHere(page, 'ggoo', 1);
    await untilState(page, 'ggoo', 'absent');
  });

  it('follows what the others have, as they get and remove it', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const bravo = await party.start({ name: 'bravo', flags: ['--connect', alpha.address] });
    const { page } = await open({ flags: connectTo(alpha, bravo) });
    await untilHere(page, 'ggoo', 1);
    await bravo.run('wait-peers', { count: 2 });
    await bravo.run('download', { game_id: 'ggoo', install: false });
    await untilHere(page, 'ggoo', 2);
    await alpha.run('remove', { game_id: 'ggoo' });
    await untilHere(page, 'ggoo', 1);
  });
});
