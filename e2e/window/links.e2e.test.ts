import { describe, expect, it } from 'vitest';
import { startWirePeer, type WirePeer } from '../../fixtures/wire/wire-peer.ts';
import type { LinkMessage } from '../../main/wire/network.ts';
import { seriousFaults } from './axe.ts';
import { useOneDesktop } from './desktop.ts';
import { untilPeople } from './screen.ts';

const never = new AbortController().signal;
const BLOCKED = 'Ben can’t connect to you: allow Lanspread in your firewall.';
const FINE: LinkMessage = { type: 'link', reaches: 'yes', hears: null, mbit: 1_000 };

const window = useOneDesktop(() => Promise.resolve({}));

describe('the way to a PC, in the people panel', () => {
  it('says in one sentence what is wrong, helps, and falls silent when it is mended', async () => {
    const { page } = window();
    const ben = await startWirePeer({ name: 'Ben' });
    try {
      const sessionId = await join(ben);
      const notice = page.getByRole('region', { name: 'Connections' });
      ben.network.send(sessionId, { ...FINE, reaches: 'no' });
      await notice.getByText(BLOCKED).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await window().picture('link-notice');
      await notice.getByRole('button', { name: 'Show how', exact: true }).click();

      const people = page.getByRole('complementary', { name: 'People' });
      const row = people.locator(`[data-peer-id="${ben.identity.peerId}"]`);
      await row.getByText(BLOCKED).waitFor();
      await notice.waitFor({ state: 'detached' });
      await people.getByRole('button', { name: 'Show how', exact: true }).click();
      await people.getByText(`Open TCP port ${await ownPort()}`).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await window().picture('link-trouble');

      ben.network.send(sessionId, { ...FINE, mbit: 100 });
      await row.getByText('The network card of Ben runs at 100 Mbit/s or less').waitFor();
      expect(await people.getByRole('button', { name: 'Show how' }).count()).toBe(0);

      ben.network.send(sessionId, FINE);
      await row.getByRole('status').waitFor({ state: 'detached' });
      await page.getByTestId('people-count').click();
      expect(await notice.count()).toBe(0);
    } finally {
      await ben.network.stop();
    }
  });

  it('is read once: who has closed the message is not told again', async () => {
    const { page } = window();
    const mo = await startWirePeer({ name: 'Mo' });
    try {
      const sessionId = await join(mo);
      mo.network.send(sessionId, { ...FINE, reaches: 'no' });
      const notice = page.getByRole('region', { name: 'Connections' });
      await notice.getByRole('button', { name: 'Dismiss', exact: true }).click();
      await notice.waitFor({ state: 'detached' });
      await page.getByTestId('people-count').click();
      await page.getByText('Mo can’t connect to you').waitFor();
    } finally {
      await mo.network.stop();
    }
  });

  it('S28: two PCs of one name are two people, told apart by their addresses', async () => {
    const { page } = window();
    const twins = [await startWirePeer({ name: 'Gamer' }), await startWirePeer({ name: 'Gamer' })];
    try {
      for (const [index, twin] of twins.entries()) await join(twin, index + 1);
      const people = page.getByRole('complementary', { name: 'People' });
      if (!(await people.isVisible())) await page.getByTestId('people-count').click();
      for (const { identity, address } of twins) {
        const row = people.locator(`[data-peer-id="${identity.peerId}"]`);
        await row.getByText('Gamer', { exact: true }).waitFor();
        await row.getByText(address, { exact: true }).waitFor();
      }
    } finally {
      await Promise.all(twins.map(({ network }) => network.stop()));
    }
  });

  async function join(peer: WirePeer, count = 1): Promise<number> {
    const { sessionId } = await peer.network.dial(await ownAddress(), never);
    peer.network.send(sessionId, { type: 'library', revision: 1, offers: [] });
    await untilPeople(window().page, count);
    return sessionId;
  }

  async function ownPort(): Promise<string> {
    const address = await ownAddress();
    return address.slice(address.lastIndexOf(':') + 1);
  }

  // Told in the people panel, which is left as it was.
  async function ownAddress(): Promise<string> {
    const { page } = window();
    const isOpen = (await page.locator('.self').count()) > 0;
    if (!isOpen) await page.getByTestId('people-count').click();
    const address = await page
      .locator('.self__address')
      .filter({ hasText: /:[1-9]/ })
      .innerText();
    if (!isOpen) await page.getByTestId('people-count').click();
    return address;
  }
});
