import { beforeAll } from 'vitest';
import { connectTo, type Desktop, useOneDesktop } from './desktop.ts';
import { givingAtMost, playable } from './games.ts';
import { buttonOf, untilHere, untilPercent, untilState } from './screen.ts';

/**
 * One window for all tests of a file, with something of all that it can show: `cnc4` is installed,
 * `ggoo` on its slow way here, others can be had. Nothing slides or fades.
 */
export function useWindowAtWork(): () => Desktop {
  const window = useOneDesktop(async (party) => {
    const slow = [playable('20250301', 64), 'alpha/alienswarm'] as const;
    const alpha = await party.start({ name: 'alpha', games: slow, flags: givingAtMost(1_000_000) });
    const bravo = await party.start({ name: 'bravo', games: ['bravo/cnc4', 'bravo/bfbc2'] });
    return { flags: connectTo(alpha, bravo) };
  });
  beforeAll(async () => {
    const { page } = window();
    // What slides and fades is neither here nor there for a moment.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await untilHere(page, 'ggoo', 1);
    await buttonOf(page, 'cnc4', 'Install').click();
    await untilState(page, 'cnc4', 'installed');
    await buttonOf(page, 'ggoo', 'Install').click();
    await untilPercent(page);
  });
  return window;
}
