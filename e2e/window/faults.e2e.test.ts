import { describe, expect, it } from 'vitest';
import { useParty } from '../party/party.ts';
import { connectTo, useDesktop } from './desktop.ts';
import { buttonOf, untilHere } from './screen.ts';

const party = useParty();
const open = useDesktop(party);

describe('a fault in main that nobody caught', () => {
  it('L13: is logged, and the party goes on', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const { app, page } = await open({ flags: connectTo(alpha) });
    let log = '';
    app.process().stderr?.on('data', (bytes: Buffer) => (log += bytes.toString('utf8')));
    await untilHere(page, 'ggoo', 1);
    await app.evaluate(() => {
      setImmediate(() => {
        throw new Error('thrown by a test');
      });
      void Promise.reject(new Error('rejected by a test'));
    });
    await expect.poll(() => log).toContain('thrown by a test');
    await expect.poll(() => log).toContain('rejected by a test');
    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
  });

  it('L13: is heard by us alone, whatever libraries do', async () => {
    const alpha = await party.start({ name: 'alpha', games: ['alpha/ggoo'] });
    const { app, page } = await open({ flags: connectTo(alpha) });
    await buttonOf(page, 'ggoo', 'Install').click();
    await buttonOf(page, 'ggoo', 'Play').waitFor();
    const counts = await app.evaluate(() =>
      ['uncaughtException', 'unhandledRejection', 'uncaughtExceptionMonitor'].map((name) =>
        process.listenerCount(name),
      ),
    );
    // Electron's own is one of the two, and steps back where there is another.
    expect(counts).toEqual([2, 1, 0]);
  });

  it('ends with a goodbye where the system asks it to end', async () => {
    const alpha = await party.start({ name: 'alpha' });
    const { app, page } = await open({ flags: connectTo(alpha) });
    await untilHere(page, 'ggoo', 0);
    await alpha.run('wait-peers', { count: 1 });
    app.process().kill('SIGTERM');
    const lost = await alpha.waitFor('peer-lost');
    expect(lost.reason).toBe('goodbye');
  });
});
