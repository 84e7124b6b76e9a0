import { describe, expect, it } from 'vitest';
import { KeptSettings } from './kept-settings.ts';

function aTable(): {
  find(name: string): string | undefined;
  put(name: string, value: string): void;
} {
  const rows = new Map<string, string>();
  return {
    find: (name) => rows.get(name),
    put: (name, value) => {
      rows.set(name, value);
    },
  };
}

describe('settings kept for the window', () => {
  it('begin with the host’s name and the first-run screen unanswered', () => {
    expect(new KeptSettings(aTable(), 'anna-pc').now).toMatchObject({
      name: 'anna-pc',
      isSetUp: false,
    });
  });

  it('F6: begin with what flags say, before what was chosen earlier', () => {
    const table = aTable();
    new KeptSettings(table, 'anna-pc').change({ name: 'Anna', theme: 'light' });
    const settings = new KeptSettings(table, 'anna-pc', { name: 'guest', isSetUp: true });
    expect(settings.now).toMatchObject({ name: 'guest', isSetUp: true, theme: 'light' });
    expect(settings.change({ name: 'Berta' }).name).toBe('Berta');
  });

  it('are the defaults where what is kept can not be read', () => {
    const table = aTable();
    table.put('window-settings', '{"theme":');
    expect(new KeptSettings(table, 'anna-pc').now.theme).toBe('dark');
  });
});
