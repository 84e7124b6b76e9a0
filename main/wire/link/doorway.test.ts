import { describe, expect, it } from 'vitest';
import { Doorway } from './doorway.ts';

function doorway(connections: number, handshakesPerAddress: number) {
  const begun: string[] = [];
  const turnedAway: string[] = [];
  const door = new Doorway<string>(
    { begin: (caller) => begun.push(caller), turnAway: (caller) => turnedAway.push(caller) },
    { connections, handshakesPerAddress },
  );
  return { door, begun, turnedAway };
}

describe('the doorway', () => {
  it('W3: lets a few of one address shake hands at a time, the rest in turn', () => {
    const { door, begun } = doorway(100, 2);
    for (const caller of ['a1', 'a2', 'a3', 'a4']) door.arrive(caller, 'a');
    door.arrive('b1', 'b');
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    door.leave('a1');
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    door.prove('a2');
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  });

  it('lets any number of proven peers stay behind one address', () => {
    const { door, begun, turnedAway } = doorway(200, 2);
    for (let index = 0; index < 150; index += 1) {
      door.arrive(`a${index}`, 'a');
      door.prove(`a${index}`);
    }
    expect(begun).toHaveLength(150);
    expect(turnedAway).toEqual([]);
  });

  it('W3: a full house drops the oldest silent caller, never a proven one', () => {
    const { door, turnedAway } = doorway(3, 16);
    door.arrive('proven', 'a');
    door.prove('proven');
    door.arrive('old', 'b');
    door.arrive('young', 'b');
    door.arrive('newcomer', 'c');
    expect(turnedAway).toEqual(['old']);
  });

  it('W3: a house full of proven peers turns the newcomer away', () => {
    const { door, begun, turnedAway } = doorway(1, 16);
    door.arrive('proven', 'a');
    door.prove('proven');
    door.arrive('newcomer', 'b');
    expect(turnedAway).toEqual(['newcomer']);
    expect(begun).toEqual(['proven']);
  });

  it('W16: a crowd of proven keys at one address gives way to others, its newest first', () => {
    const { door, begun, turnedAway } = doorway(4, 16);
    for (const caller of ['a1', 'a2', 'a3', 'a4']) {
      door.arrive(caller, 'a');
      door.prove(caller);
    }
    door.arrive('b1', 'b');
    door.prove('b1');
    expect(turnedAway).toEqual(['a4']);
    door.arrive('b2', 'b');
    door.prove('b2');
    expect(turnedAway).toEqual(['a4', 'a3']);
    door.arrive('b3', 'b');
    expect(turnedAway).toEqual(['a4', 'a3', 'b3']);
    expect(begun).not.toContain('b3');
  });

  it('W3: an honest caller begins at once and stays, whatever another address does', () => {
    const { door, begun, turnedAway } = doorway(512, 16);
    for (let index = 0; index < 1_000; index += 1) door.arrive(`before${index}`, 'a');
    door.arrive('honest', 'b');
    for (let index = 0; index < 1_000; index += 1) door.arrive(`after${index}`, 'a');
    expect(begun).toContain('honest');
    expect(turnedAway).not.toContain('honest');
    expect(turnedAway).toHaveLength(2_001 - 512);
  });

  it('forgets whoever leaves, once', () => {
    const { door, begun } = doorway(1, 1);
    door.arrive('first', 'a');
    door.leave('first');
    door.leave('first');
    door.arrive('second', 'a');
    expect(begun).toEqual(['first', 'second']);
  });
});
