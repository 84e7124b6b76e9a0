import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../fixtures/engine/fake-clock.ts';
import { ggoo } from '../../fixtures/engine/room.ts';
import { allSettled, deferred } from '../../fixtures/engine/waiting.ts';
import { FRESH_MS, InstallSizes } from './install-sizes.ts';

function setUp() {
  const clock = new FakeClock();
  const looks: ReturnType<typeof deferred<number>>[] = [];
  const folders: string[] = [];
  const changes: string[] = [];
  const sizes = new InstallSizes({
    clock,
    folderOf: (id) => `/games/${id}`,
    changed: (id) => changes.push(id),
    library: {
      measureFolder: (folder) => {
        const look = deferred<number>();
        looks.push(look);
        folders.push(folder);
        return look.promise;
      },
    },
  });
  return { clock, changes, folders, looks, sizes };
}

describe('the size of an install', () => {
  it('is what its local folder takes, once it was measured', async () => {
    const { changes, folders, looks, sizes } = setUp();
    const measured = sizes.measure(ggoo);
    expect(sizes.find(ggoo)).toBeUndefined();
    looks[0]?.resolve(1200);
    await measured;
    expect([sizes.find(ggoo), changes, folders]).toEqual([1200, [ggoo], ['/games/ggoo/local']]);
  });

  it('is measured once however often it is asked for, and again after a while', async () => {
    const { changes, clock, looks, sizes } = setUp();
    void sizes.measure(ggoo);
    void sizes.measure(ggoo);
    looks[0]?.resolve(1200);
    await allSettled();
    void sizes.measure(ggoo);
    expect(looks).toHaveLength(1);
    clock.advance(FRESH_MS);
    void sizes.measure(ggoo);
    expect([looks.length, sizes.find(ggoo)]).toEqual([2, 1200]);
    looks[1]?.resolve(1200);
    await allSettled();
    expect(changes).toEqual([ggoo]);
  });

  it('is not what was measured of an install that is gone', async () => {
    const { changes, looks, sizes } = setUp();
    void sizes.measure(ggoo);
    sizes.forget(ggoo);
    looks[0]?.resolve(1200);
    await allSettled();
    expect([sizes.find(ggoo), changes]).toEqual([undefined, []]);
  });

  it('stays unknown where it cannot be measured', async () => {
    const { looks, sizes } = setUp();
    const measured = sizes.measure(ggoo);
    looks[0]?.reject(new Error('The worker has died.'));
    await measured;
    expect(sizes.find(ggoo)).toBeUndefined();
  });
});
