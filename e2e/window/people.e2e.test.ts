import type { Locator } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Peer } from '../party/peer.ts';
import { useOneDesktop } from './desktop.ts';
import { untilHere, untilPeople } from './screen.ts';

/** A port of this PC that nobody listens at: the system gives out none below 1024. */
const NOBODY = '127.0.0.1:9';

let alpha: Peer;
const window = useOneDesktop(async (party) => {
  alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo', 'alpha/bf1942'] });
  return {};
});
let people: Locator;

async function connect(address: string): Promise<void> {
  await people.getByRole('textbox', { name: 'Address' }).fill(address);
  await people.getByRole('button', { name: 'Connect', exact: true }).click();
}

beforeAll(async () => {
  const { page } = window();
  await page.getByTestId('people-count').click();
  people = page.getByRole('complementary', { name: 'People' });
  await people.getByText('Nobody else yet').waitFor();
});

describe('the people panel', () => {
  it.each([
    ['my friend’s PC', 'That is no address.'],
    ['127.0.0.1:99999', 'That is no address.'],
    ['http://127.0.0.1:80/', 'That is no address.'],
    ['<img src=x onerror=alert(1)>', 'That is no address.'],
    [NOBODY, `Nobody answers at ${NOBODY}.`],
  ])('says in plain words why there is no way to %s', async (address, words) => {
    await connect(address);
    await people.getByRole('alert').getByText(words).waitFor();
    expect(await people.locator('[data-peer-id]').count()).toBe(0);
    expect(await people.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(address);
  });

  it('says so where it is told to connect to itself', async () => {
    const own = await people.locator('.self__address').innerText();
    await connect(own);
    await people.getByRole('alert').getByText(`${own} is your own PC.`).waitFor();
    expect(await people.locator('[data-peer-id]').count()).toBe(0);
  });

  it('connects to a PC by hand, tells what it has, and lets go of it', async () => {
    const { page } = window();
    await connect(alpha.address);
    await people.getByText('alpha is here now.').waitFor();
    const person = people.locator(`[data-peer-id="${alpha.peerId}"]`);
    await person.getByText('alpha', { exact: true }).waitFor();
    await person.getByText('2 games, by address').waitFor();
    await person.getByText(alpha.address).waitFor();
    await untilPeople(page, 1);
    await untilHere(page, 'ggoo', 1);
    await window().picture('people');

    await person.getByRole('button', { name: 'Disconnect alpha' }).click();
    await person.waitFor({ state: 'detached' });
    await untilHere(page, 'ggoo', 0);
    await page.getByTestId('people-count').click();
    await people.waitFor({ state: 'detached' });
  });
});
