import { describe, expect, it } from 'vitest';
import { startWirePeer, type WirePeer } from '../../fixtures/wire/wire-peer.ts';
import type { LinkMessage } from '../../main/wire/network.ts';
import { useOneDesktop } from './desktop.ts';

const never = new AbortController().signal;
const FINE: LinkMessage = { type: 'link', reaches: 'yes', hears: null, mbit: 1_000 };

const window = useOneDesktop(() => Promise.resolve({}));

describe('the way to a PC, in the people panel', () => {
  it('says in one sentence what is wrong, shows how to mend it, and falls silent when it is', async () => {
    const { page } = window();
    await page.getByTestId('people-count').click();
    const ben = await startWirePeer({ name: 'Ben' });
    try {
      const sessionId = await join(ben);
      const row = page.locator(`[data-peer-id="${ben.identity.peerId}"]`);
      await row.getByText('Ben', { exact: true }).waitFor();
      expect(await row.getByRole('status').count()).toBe(0);

      ben.network.send(sessionId, { ...FINE, reaches: 'no' });
      const trouble = row.getByRole('status');
      await trouble
        .getByText('Connections from Ben do not get in here: allow Lanspread in your firewall.')
        .waitFor();
      await trouble.getByRole('button', { name: 'Show how', exact: true }).click();
      const port = await ownPort();
      await trouble.getByText(`Open TCP port ${port}`).waitFor();
      await window().picture('link-trouble');

      ben.network.send(sessionId, { ...FINE, mbit: 100 });
      await trouble.getByText('The network card of Ben runs at 100 Mbit/s or less').waitFor();
      expect(await trouble.getByRole('button').count()).toBe(0);

      ben.network.send(sessionId, FINE);
      await trouble.waitFor({ state: 'detached' });
    } finally {
      await ben.network.stop();
    }
  });

  async function join(peer: WirePeer): Promise<number> {
    const address = window()
      .page.locator('.self__address')
      .filter({ hasText: /:[1-9]/ });
    const { sessionId } = await peer.network.dial(await address.innerText(), never);
    peer.network.send(sessionId, { type: 'library', revision: 1, offers: [] });
    return sessionId;
  }

  async function ownPort(): Promise<string> {
    const address = await window().page.locator('.self__address').innerText();
    return address.slice(address.lastIndexOf(':') + 1);
  }
});
