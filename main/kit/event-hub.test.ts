import { describe, expect, it } from 'vitest';
import { EventHub } from './event-hub.ts';

function hubOfNames() {
  const faults: unknown[] = [];
  const hub = new EventHub<string>((error) => faults.push(error));
  return { hub, faults };
}

describe('an event hub', () => {
  it('tells each event to all listeners, in the order they came', () => {
    const { hub } = hubOfNames();
    const told: string[] = [];
    hub.listen((event) => told.push(`first ${event}`));
    hub.listen((event) => told.push(`second ${event}`));
    hub.emit('a');
    hub.emit('b');
    expect(told).toEqual(['first a', 'second a', 'first b', 'second b']);
  });

  it('tells nothing more to one who stopped, and everything to the others', () => {
    const { hub } = hubOfNames();
    const told: string[] = [];
    const stop = hub.listen((event) => told.push(`gone ${event}`));
    hub.listen((event) => told.push(`stays ${event}`));
    stop();
    stop();
    hub.emit('a');
    expect(told).toEqual(['stays a']);
  });

  it('keeps the fault of one listener from the others and from who emits', () => {
    const { hub, faults } = hubOfNames();
    const told: string[] = [];
    const fault = new Error('broken listener');
    hub.listen(() => {
      throw fault;
    });
    hub.listen((event) => told.push(event));
    hub.emit('a');
    expect(told).toEqual(['a']);
    expect(faults).toEqual([fault]);
  });

  it('can be left while it tells, without passing anyone over', () => {
    const { hub } = hubOfNames();
    const told: string[] = [];
    const stop = hub.listen((event) => {
      told.push(`once ${event}`);
      stop();
    });
    hub.listen((event) => told.push(`always ${event}`));
    hub.emit('a');
    hub.emit('b');
    expect(told).toEqual(['once a', 'always a', 'always b']);
  });

  it('needs no listener', () => {
    const { hub, faults } = hubOfNames();
    hub.emit('a');
    expect(faults).toEqual([]);
  });
});
