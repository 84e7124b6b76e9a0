import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { useDemo } from './running-demo.ts';

const IN_WINDOW = ['--demo', '--remote-debugging-port=0'];

const begin = useDemo();

async function whenAllAreHere(page: Page): Promise<void> {
  await page.getByTestId('people-count').getByText('6').waitFor();
}

describe('the demo', () => {
  it('opens a window in a full room, where a game can be installed and played; closing it ends all', async () => {
    const demo = await begin(IN_WINDOW);
    const page = await demo.page();
    await whenAllAreHere(page);
    await page.getByRole('tab', { name: 'Installed 8' }).waitFor();
    await page.getByRole('tab', { name: 'Updates 2' }).waitFor();

    const card = page.locator('[data-game-id="armagetron"]').first();
    await card.getByRole('button', { name: 'Install', exact: true }).press('Enter');
    await card.getByRole('button', { name: 'Play', exact: true }).press('Enter');
    await card.getByRole('button', { name: 'Stop', exact: true }).waitFor();

    await page.close();
    expect(await demo.ended()).toBe(0);
    expect(await readdir(demo.temporary)).toEqual([]);
  });

  it('takes its window, its PCs and its folder along when it is killed', async () => {
    const demo = await begin(IN_WINDOW);
    const page = await demo.page();
    await whenAllAreHere(page);
    const ports = await portsIn(page);
    expect(ports).toHaveLength(6);

    const windowIsGone = page.waitForEvent('close');
    demo.kill();
    await windowIsGone;
    await vi.waitFor(
      async () => {
        expect(await readdir(demo.temporary)).toEqual([]);
        expect((await Promise.all(ports.map(isOpen))).filter(Boolean)).toEqual([]);
      },
      { timeout: 15_000, interval: 100 },
    );
  });

  it('says so where there is no display, and shows itself as text', async () => {
    const demo = await begin([], { DISPLAY: '', WAYLAND_DISPLAY: '' });
    expect(await demo.ended()).toBe(0);
    expect(demo.said).toMatch(/^There is no display to open a window on, so /);
    expect(demo.said).toContain('All files equal on all three PCs, by SHA-256.');
  });
});

interface Watching {
  readonly lanspread: {
    watch(tell: (frameText: string) => void): void;
  };
}

// The window is told of each PC at which address it listens.
async function portsIn(page: Page): Promise<readonly number[]> {
  const people = await page.evaluate(
    () =>
      new Promise<readonly unknown[]>((resolve) => {
        (globalThis as unknown as Watching).lanspread.watch((frameText) => {
          const { state } = JSON.parse(frameText) as {
            readonly state?: { readonly people: object };
          };
          if (state) resolve(Object.values(state.people));
        });
      }),
  );
  return people.map((person) =>
    Number(/:(\d+)$/.exec((person as { address: string }).address)?.[1]),
  );
}

function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
